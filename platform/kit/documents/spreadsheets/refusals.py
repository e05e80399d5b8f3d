"""What is said of a file that cannot be read, and what to do about it."""

from kit.refusals import Refused


class FileTooLarge(Refused):
    """Ce fichier est trop lourd : {megabytes} Mo au plus. Coupez-le en plusieurs fichiers."""


class NotASpreadsheet(Refused):
    """Ce fichier n’est pas un tableau lisible. Choisissez un classeur Excel (.xlsx) ou un fichier CSV."""


class OldOrLockedWorkbook(Refused):
    """Ce classeur est ancien (.xls) ou protégé. Enregistrez-le en .xlsx, sans mot de passe."""


class NoHeader(Refused):
    """Ce tableau est vide : sa première ligne doit porter les titres des colonnes."""


class TooManyRows(Refused):
    """Ce tableau compte plus de {rows} lignes. Coupez-le en plusieurs fichiers."""


class TooManyColumns(Refused):
    """Ce tableau compte plus de {columns} colonnes. Gardez seulement celles qui servent."""


class TwiceTheSameHeader(Refused):
    """Deux colonnes ont le même titre, « {header} ». Renommez ou supprimez l’une des deux."""


class UntitledColumn(Refused):
    """Ligne {line}, « {value} » est dans une colonne sans titre. Donnez-lui un titre ou videz-la."""


class BrokenLine(Refused):
    """La ligne {line} ne se lit pas : un guillemet y manque ou y est de trop. Corrigez-la."""


class TooMuchInside(Refused):
    """Ce classeur contient bien plus que ce qu’il montre. Copiez le tableau seul dans un nouveau classeur."""
