"""The official forms of tax receipts, dated: a receipt is written on the form in force on its day.

What a receipt must say, and where we read it (November 2026; whoever issues receipts checks
impots.gouv.fr at the start of each year, and writes a new line here when a form has changed):

- the model may be laid out anew if every mention of it is there, and only the quality that applies need
  be shown: BOI-IR-RICI-250-40 (individuals), BOI-BIC-RICI-20-30-10-20 of 21 June 2023 (companies);
- 2041-RD, cerfa 11580*05 (art. 200 and 978 CGI), published in March 2023: the SIREN or RNA number of who
  receives, and no company any more. Before it 11580*04 served for all three articles;
- 2041-MEC-SD, cerfa 16216 (art. 238 bis, 5 bis CGI), for gifts since 1 January 2022: *01 was published in
  June 2022, *02 with the commentary of June 2023. It asks the company's name, legal form, SIREN and address;
- the sum in figures and in letters, its day, the form and nature of the gift, how it was paid, who certifies
  and signs: all forms.

The forms themselves were not at hand when this was written, only what the Ministry of Culture's page on
receipts, Légifrance (law 2021-1109, art. 19) and accountants say of them. Nothing here was approved by
the tax administration, and no receipt says so.
"""

from dataclasses import dataclass
from datetime import date

from billing.sponsoring.models import Sponsor
from kit.refusals import Refused


class NoFormForThatDay(Refused):
    """Aucun modèle de reçu fiscal n’est connu pour le {day} : ajoutez-le avant d’émettre ce reçu."""


class NoReceiptForPublicBodies(Refused):
    """Un organisme public ne paie pas l’impôt que réduit un don : il n’a pas de reçu fiscal."""


@dataclass(frozen=True)
class Form:
    """`name` "2041-RD", `cerfa` "11580*05"; `articles` are those of the CGI it may certify."""

    name: str
    cerfa: str
    title: str
    articles: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None

    @property
    def version(self) -> str:
        return f"{self.name} {self.cerfa}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


_RD4 = Form(
    "2041-RD", "11580*04", "Reçu au titre des dons à certains organismes d’intérêt général",
    ("200", "238 bis", "978"), date(2018, 1, 1), date(2023, 3, 31),
)  # fmt: skip
_RD5 = Form(
    "2041-RD", "11580*05",
    "Reçu des dons et versements effectués par les particuliers au titre des articles 200 et 978"
    " du code général des impôts",
    ("200", "978"), date(2023, 4, 1),
)  # fmt: skip
_MEC = (
    "Reçu des dons et versements effectués par les entreprises au titre de l’article 238 bis"
    " du code général des impôts"
)
_MEC1 = Form("2041-MEC-SD", "16216*01", _MEC, ("238 bis",), date(2022, 6, 1), date(2023, 6, 20))
_MEC2 = Form("2041-MEC-SD", "16216*02", _MEC, ("238 bis",), date(2023, 6, 21))
_BEFORE_MEC = Form(
    _RD4.name, _RD4.cerfa, _RD4.title, _RD4.articles, _RD4.valid_from, date(2022, 5, 31)
)  # fmt: skip

_FORMS: dict[str, tuple[Form, ...]] = {
    Sponsor.Status.PERSON: (_RD4, _RD5),
    Sponsor.Status.COMPANY: (_BEFORE_MEC, _MEC1, _MEC2),
    # A foundation or an association that pays the tax of companies.
    Sponsor.Status.FOUNDATION: (_BEFORE_MEC, _MEC1, _MEC2),
}


def form_for(status: str, *, on: date) -> Form:
    """The form of such a donor on that day; refuses when there is none."""
    if status == Sponsor.Status.PUBLIC:
        raise NoReceiptForPublicBodies
    for form in _FORMS[status]:
        if form.holds_on(on):
            return form
    raise NoFormForThatDay(day=f"{on:%d/%m/%Y}")


def articles_for(status: str) -> tuple[str, ...]:
    """The articles of the CGI by which a gift of such a donor may lower a tax."""
    return ("200", "978") if status == Sponsor.Status.PERSON else ("238 bis",)
