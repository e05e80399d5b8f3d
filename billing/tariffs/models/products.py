from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from kit.identifiers import new_id

SKU = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,29}$", "Un code : minuscules, chiffres et tirets, 2 à 30 signes.")


class Group(models.TextChoices):
    """What a ceiling sums."""

    CONNECTION = "connection", "Connexion"
    EQUIPMENT = "equipment", "Équipement"
    ACCESSORY = "accessory", "Accessoires"


class ProductQuerySet(models.QuerySet):
    def current(self) -> "ProductQuerySet":
        """Those that are not retired, by kind and name."""
        return self.filter(retired_at__isnull=True).order_by("kind", "name", "id")


class Product(models.Model):
    """Something that the network's shops sell. Retired, never deleted: sales point at it."""

    class Kind(models.TextChoices):
        PREPAID_CARD = "prepaid_card", "Carte prépayée"
        SIM = "sim", "Carte SIM"
        PLAN_MONTH = "plan_month", "Mois de forfait"
        DEVICE = "device", "Équipement"
        ACCESSORY = "accessory", "Accessoire"

    GROUP_OF = {
        Kind.PREPAID_CARD: Group.CONNECTION,
        Kind.SIM: Group.CONNECTION,
        Kind.PLAN_MONTH: Group.CONNECTION,
        Kind.DEVICE: Group.EQUIPMENT,
        Kind.ACCESSORY: Group.ACCESSORY,
    }
    BY_SERIAL = (Kind.PREPAID_CARD, Kind.SIM)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.CharField("code", max_length=30, unique=True, validators=[SKU])
    name = models.CharField("nom", max_length=80)
    kind = models.CharField("sorte", max_length=12, choices=Kind)
    supplier = models.CharField("opérateur ou fournisseur", max_length=80, blank=True)
    # A serial that starts so is this product's: a scanner then knows what it holds.
    serial_prefix = models.CharField("début des numéros de série", max_length=20, blank=True)
    low_stock = models.PositiveIntegerField("stock bas à partir de", default=10)
    account = models.CharField("compte de vente", max_length=12, default="707000")
    retired_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        db_table = "tariffs_product"
        ordering = ["kind", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__regex=r"^[0-9]{3,12}$"), name="tariffs_product_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> Group:
        return self.GROUP_OF[self.Kind(self.kind)]

    @property
    def by_serial(self) -> bool:
        """Whether each one is a card of the stock, with its own serial."""
        return self.kind in self.BY_SERIAL
