"""Equipment and connection: what was lent, brought back, sold, and what it would cost elsewhere."""

from hub.rollup.measures.measure import Measure, Subject

_SOLD = "Mois du jour du ticket ; une annulation compte en moins, l’entraînement jamais ; sans programme."
_TICKETS = "Lignes des tickets de caisse (counter_saleline)"
_LOANS = "Prêts (equipment_loan)"

SHOP = (
    Measure(
        "devices_in_class",
        "Équipements mis en séance",
        "Équipements passés « en séance » dans le mois ; sans programme.",
        "devices",
        "Mouvements des équipements (equipment_deviceevent)",
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_on_loan",
        "Prêts commencés",
        "Prêts d’équipement commencés dans le mois ; sans programme.",
        "devices",
        _LOANS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_returned",
        "Équipements rendus",
        "Prêts dont l’équipement a été rendu, dans le mois du retour. Un équipement acheté ou passé en "
        "perte n’est pas rendu ; sans programme.",
        "devices",
        _LOANS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_overdue",
        "Prêts en retard",
        "Prêts finis après le jour promis (rendus, achetés ou passés en perte), et prêts encore en cours "
        "dont ce jour est passé. Dans le mois du jour promis : un prêt en retard le reste quand il finit, et "
        "celui dont le jour n’est pas encore passé n’y est pas. Une prolongation donne un autre jour ; sans "
        "programme.",
        "devices",
        _LOANS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_bought",
        "Équipements achetés",
        f"Équipements vendus en caisse, à la fin d’un prêt ou non. {_SOLD}",
        "devices",
        _TICKETS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_paid",
        "Équipements, au prix solidaire",
        f"Ce que les personnes ont payé ces équipements, TVA comprise. {_SOLD}",
        "cents",
        _TICKETS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "devices_reference",
        "Équipements, au prix de référence",
        f"Ce que les mêmes équipements coûtent ailleurs, au prix de référence du jour de la vente. {_SOLD}",
        "cents",
        _TICKETS,
        Subject.EQUIPMENT,
    ),
    Measure(
        "connection_sold",
        "Cartes et forfaits vendus",
        f"Articles de connexion vendus en caisse : cartes et forfaits ensemble. {_SOLD}",
        "items",
        _TICKETS,
        Subject.CONNECTION,
    ),
    Measure(
        "cards_sold",
        "Cartes vendues",
        f"Cartes prépayées et cartes SIM vendues en caisse. {_SOLD}",
        "items",
        "Lignes des tickets de caisse, par sorte d’article (counter_saleline, tariffs_product)",
        Subject.CONNECTION,
    ),
    Measure(
        "plans_sold",
        "Mois de forfait vendus",
        f"Mois de forfait vendus en caisse. {_SOLD}",
        "items",
        "Lignes des tickets de caisse, par sorte d’article (counter_saleline, tariffs_product)",
        Subject.CONNECTION,
    ),
    Measure(
        "connection_paid",
        "Connexion, au prix solidaire",
        f"Ce que les personnes ont payé pour se connecter, TVA comprise. {_SOLD}",
        "cents",
        _TICKETS,
        Subject.CONNECTION,
    ),
    Measure(
        "connection_reference",
        "Connexion, au prix de référence",
        f"Ce que les mêmes articles coûtent ailleurs, au prix de référence du jour de la vente. {_SOLD}",
        "cents",
        _TICKETS,
        Subject.CONNECTION,
    ),
    Measure(
        "savings",
        "Économie des personnes",
        "Prix de référence moins prix solidaire, tous articles : connexion, équipements et accessoires. "
        + _SOLD,
        "cents",
        _TICKETS,
        Subject.CONNECTION,
    ),
)
