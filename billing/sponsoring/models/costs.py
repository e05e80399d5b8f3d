from django.db import models

from kit.identifiers import new_id


class PlaceCost(models.Model):
    """What the network asks for a place and for a device from a day on, until the next one.

    Shown to sponsors who make a proposal; an agreement keeps the amount that it was drafted with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    starts_on = models.DateField("à partir du", unique=True)
    place_cents = models.PositiveIntegerField("une place (centimes)")
    device_cents = models.PositiveIntegerField("un équipement (centimes)")
    set_by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="fixé par")
    set_at = models.DateTimeField("fixé le")

    class Meta:
        db_table = "sponsoring_placecost"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place_cents__gt=0, device_cents__gt=0),
                name="sponsoring_placecost_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.place_cents} · {self.device_cents}"
