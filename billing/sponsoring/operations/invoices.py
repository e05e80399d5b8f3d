"""Demands for money that are issued: invoices, calls for funds, credit notes. They never change afterwards.

The amounts of an agreement and of its instalments are without VAT. A sponsorship or a service is invoiced
with VAT on top; a gift or a grant is called, without VAT (outside its scope). The legal mentions are those
of CGI, ann. II, art. 242 nonies A and Code de commerce, art. L441-9, L441-10 and D441-5.

`content` is all that the paper says, frozen (ISO dates, integer cents, percents as texts; of a credit note
every `…_cents` is below zero; what is unknown is ""):

    {
      "version": 1,
      "number": "FA-2026-0001",
      "kind": "invoice",                          # Invoice.Kind
      "title": "Facture",                         # Facture, Avoir, Appel de fonds
      "currency": "EUR",
      "issued_on": "2026-11-28",
      "due_on": "2026-12-28",
      "period": {"from": "2026-01-01", "to": "2026-12-31"},       # of the agreement: when it is delivered
      "seller": {PARTY, "vat_number": "FR…", "rna": "W…", "email", "phone"},
      "buyer": {PARTY, "id": "<sponsor>", "vat_number": "FR…", "status": "company", "email"},
      "agreement": {"id", "reference": "2026-001", "title", "kind": "service"},
      "instalment": {"id", "number": 1, "due_on"} or null,
      "credits": {"id", "number": "FA-2026-0001", "kind": "invoice", "issued_on"} or null,
      "reason": "",                               # why it is credited
      "lines": [{
        "label": "Accompagnement numérique, Grenoble",
        "quantity": 1, "unit": "C62",             # UN/ECE Recommendation 20: a piece
        "net_cents": 100000, "vat_category": "S", "vat_percent": "20",
        "vat_cents": 20000, "gross_cents": 120000,
      }],
      "vat": [{"category": "S", "percent": "20", "net_cents", "vat_cents", "exemption": ""}],
      "net_cents": 100000, "vat_cents": 20000, "gross_cents": 120000,
      "bank": {"iban": "FR76…", "bic": "…", "holder": "…"},       # our own bank, for a transfer
      "terms": "À payer au plus tard le …",
      "mentions": ["Pénalités de retard : …", "…"],                # the whole sentences, in their order
    }

    PARTY = "name", "legal_form", "siren", "siret", "address": "12 rue …\\n38000 Grenoble",
            "street", "postcode", "city", "country": "FR", "contact"

Categories of VAT are those of EN 16931: "S" with the rate, "O" (not subject, `exemption` says why) without.
"vat" has one row a category and rate; its sums and those of the lines are the totals, to the cent. `street`,
`postcode` and `city` are read from the address when its last line begins with a postcode, else `street` is
the whole address. A credit note names what it credits, has its lines' categories, and a due day that is its
own day.
"""
