"""Paper and spreadsheets: the one safe writer and reader of each.

pdf.render("cohorts/attestation.typ", title=…, data=…, now=…)   → bytes, then pdf.pdf_response
spreadsheets.write_xlsx([Sheet(…)]), spreadsheets.write_csv(…)  → bytes, then spreadsheet_response
spreadsheets.read_table(upload)                                 → Table, or a Refused
e_invoices.write_xml(invoice), e_invoices.embed(pdf, xml)       → a Factur-X
qr.svg(text)                                                    → a picture for a page or a PDF
"""
