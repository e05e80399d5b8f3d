from django.db import migrations, models
from django.db.models import Q

# What the sender signed stays as it was sent, and a parcel that came to its end stays there.
_SIGNED = """
CREATE FUNCTION public.tariffs_signed_stays_signed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state IN ('received', 'taken_back')
        OR (OLD.id, OLD.sender_id, OLD.recipient_id, OLD.count, OLD.sent_by_id, OLD.sent_at)
            IS DISTINCT FROM
            (NEW.id, NEW.sender_id, NEW.recipient_id, NEW.count, NEW.sent_by_id, NEW.sent_at)
    THEN
        RAISE EXCEPTION 'what was signed stays: % of %', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0003_an_ending_price_is_replaced")]

    operations = [
        migrations.AddField(
            model_name="cardtransfer",
            name="missing_serials",
            field=models.JSONField(blank=True, default=list, verbose_name="numéros manquants"),
        ),
        migrations.RemoveConstraint(model_name="cardtransfer", name="tariffs_cardtransfer_state_date"),
        migrations.AddConstraint(
            model_name="cardtransfer",
            constraint=models.CheckConstraint(
                condition=Q(state="sent")
                | Q(state="received", received_at__isnull=False, received_by__isnull=False)
                | Q(state="refused", refused_at__isnull=False) & ~Q(reason="")
                | Q(state="taken_back", taken_back_at__isnull=False),
                name="tariffs_cardtransfer_state_date",
            ),
        ),
        migrations.RunSQL(
            sql=[
                _SIGNED,
                "CREATE TRIGGER signed_stays_signed BEFORE UPDATE ON public.tariffs_cardtransfer"
                " FOR EACH ROW EXECUTE FUNCTION public.tariffs_signed_stays_signed()",
            ],
            reverse_sql=[
                "DROP TRIGGER signed_stays_signed ON public.tariffs_cardtransfer",
                "DROP FUNCTION public.tariffs_signed_stays_signed()",
            ],
        ),
    ]
