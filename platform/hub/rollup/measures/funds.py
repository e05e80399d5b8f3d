"""The money of sponsors, from the signature to what was used."""

from hub.rollup.measures.measure import Measure, Scope, Subject

_WHOLE_NETWORK = "Du réseau entier : une convention n’appartient à aucune antenne."
_WHOLE_PROGRAMME = "Par programme entier, sans version ni niveau."
_GIVEN = "Affectations aux antennes (sponsoring_allocation)"

FUNDS = (
    Measure(
        "funds_signed",
        "Fonds signés",
        "Montants des conventions, dans le mois de la signature des deux côtés ; un avenant compte, en plus "
        f"ou en moins, dans le mois où il est signé. {_WHOLE_NETWORK}",
        "cents",
        "Conventions et avenants (sponsoring_agreement, sponsoring_amendment)",
        Subject.FUNDS,
        scope=Scope.NETWORK,
    ),
    Measure(
        "funds_received",
        "Fonds reçus",
        "Versements reçus, dans le mois de leur jour, TVA comprise ; un remboursement compte en moins. "
        + _WHOLE_NETWORK,
        "cents",
        "Versements (sponsoring_payment)",
        Subject.FUNDS,
        scope=Scope.NETWORK,
    ),
    Measure(
        "funds_allocated",
        "Fonds affectés",
        "Montants affectés à l’antenne, dans le mois de l’affectation ; une affectation rendue ne compte "
        f"plus, la part rendue d’une autre non plus. {_WHOLE_PROGRAMME}",
        "cents",
        _GIVEN,
        Subject.FUNDS,
    ),
    Measure(
        "devices_allocated",
        "Équipements affectés",
        f"Équipements que ces affectations financent, dans le même mois. {_WHOLE_PROGRAMME}",
        "devices",
        _GIVEN,
        Subject.FUNDS,
    ),
    Measure(
        "funds_consumed",
        "Fonds consommés",
        "La part du montant affecté qui a servi, en proportion des places et des équipements : places où "
        "quelqu’un est venu au moins une fois et équipements remis une fois, sur places et équipements "
        "affectés. Dans le mois de l’affectation, en face de son montant. Un montant sans place ni "
        f"équipement n’est pas compté. {_WHOLE_PROGRAMME}",
        "cents",
        "Affectations et ce que l’antenne en a fait (sponsoring_allocation, sponsoring_use)",
        Subject.FUNDS,
    ),
)
