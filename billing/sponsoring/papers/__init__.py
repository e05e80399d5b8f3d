"""The papers of the money: invoices, calls for funds, credit notes (invoices), tax receipts (receipts).

A paper is drawn each time from what was frozen when it was issued: the same bytes of text for ever.
"""
