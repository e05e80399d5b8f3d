"""Two sides sign the same words: the network by a second person, the sponsor on its own site."""

from datetime import timedelta

import pytest
import scenes
import sponsors
from django.db import DatabaseError, transaction
from world import SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Signature, Sponsor
from billing.sponsoring.operations.signing import (
    AlreadySigned,
    NotYoursToSign,
    SecondPersonWanted,
    TextChanged,
)
from billing.sponsoring.papers.agreements import agreement_pdf
from billing.sponsoring.papers.texts import text_of, text_to_sign
from kit.antennes import NATIONAL, at
from kit.signatures import NotASignature, digest_of
from kit.states import NotThatWay

State = Agreement.State


@pytest.mark.parametrize(("kind", "basis"), [("gift", "received"), ("grant", "signed")])
def test_both_sign_and_it_is_concluded_with_the_basis_of_its_kind(world, kind, basis):
    made = sponsors.proposed(world, kind=kind)
    sponsors.network_signs(world, made)
    assert sponsors.again(made).state == State.PROPOSED
    sponsors.sponsor_signs(world, made)
    concluded = sponsors.again(made)
    assert (concluded.state, concluded.signed_at, concluded.basis) == (State.SIGNED, world.now, basis)
    with at(NATIONAL):
        kept = list(Signature.objects.all())
        assert {one.digest for one in kept} == {digest_of(kept[0].content)}
        assert [one.signer_role for one in kept] == ["Directrice financière", "Déléguée générale"]


def test_the_sponsor_may_sign_first(world):
    made = sponsors.proposed(world)
    sponsors.sponsor_signs(world, made)
    sponsors.network_signs(world, made, path="")  # the printed paper
    assert sponsors.again(made).state == State.SIGNED


def test_who_wrote_it_does_not_sign_it(world):
    made = sponsors.proposed(world)
    with pytest.raises(SecondPersonWanted):
        sponsors.network_signs(world, made, by=sponsors.paul(world))
    with at(NATIONAL):
        assert not Signature.objects.exists()


def test_nobody_signs_a_draft_nor_twice(world):
    draft = sponsors.draft(world)
    with pytest.raises(NotThatWay):
        sponsors.network_signs(world, draft)
    made = sponsors.proposed(world)
    sponsors.network_signs(world, made)
    with pytest.raises(AlreadySigned):
        sponsors.network_signs(world, made, by=world.alex)


def test_a_person_of_another_sponsor_or_of_the_network_does_not_sign_for_it(world):
    with at(NATIONAL):
        other = Sponsor.objects.create(name="Autre mécène")
    made = sponsors.proposed(world, sponsor=other)
    for stranger in (sponsors.flore(world), world.fanny):
        with pytest.raises(NotYoursToSign):
            sponsors.sponsor_signs(world, made, by=stranger)


def test_a_text_that_changed_or_a_scrawl_is_not_signed(world):
    made = sponsors.proposed(world)
    with pytest.raises(TextChanged):
        sponsors.sponsor_signs(world, made, digest="0" * 64)
    for path in ("", "M1 1", "M1 1L999 999L3 3L4 4", "<script>"):
        with pytest.raises(NotASignature):
            sponsors.sponsor_signs(world, made, path=path)


def test_the_second_side_signs_the_words_of_the_first(world):
    """The sponsor's address is corrected in between: the words that were signed stay."""
    made = sponsors.proposed(world)
    sponsors.network_signs(world, made)
    with at(NATIONAL):
        operations.correct_sponsor(made.sponsor, address="Ailleurs", by=world.fanny, now=world.now)
        fresh = Agreement.objects.get(pk=made.pk)
        assert digest_of(text_of(fresh)) != digest_of(text_to_sign(fresh))
        assert "5 rue du Pont" in str(text_to_sign(fresh))
    sponsors.sponsor_signs(world, made)
    with at(NATIONAL):
        assert len({one.digest for one in made.signatures.all()}) == 1


def test_a_paper_signed_by_hand_is_noted_for_the_sponsor(world):
    made = sponsors.proposed(world)
    sponsors.network_signs(world, made)
    with at(NATIONAL):
        operations.note_sponsor_signature(
            made, name="Flore Fondation", role="Présidente", digest=digest_of(text_to_sign(made)),
            by=sponsors.paul(world), now=world.now,
        )  # fmt: skip
        kept = made.signatures.get(side="sponsor")
        assert (kept.path, kept.by) == ("", sponsors.paul(world))
    assert sponsors.again(made).state == State.SIGNED


def test_the_old_way_notes_both_sides(world):
    made = sponsors.proposed(world)
    with at(NATIONAL):
        done = operations.sign_agreement(made, by=sponsors.paul(world), now=world.now)
        assert (done.state, done.signatures.count()) == (State.SIGNED, 2)


def test_a_signature_is_never_changed(world):
    made = sponsors.signed(world)
    with at(NATIONAL):
        one = made.signatures.first()
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.filter(pk=one.pk).update(signer_name="Autre")
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.filter(pk=one.pk).delete()


def test_both_sides_at_the_same_moment_conclude_it_once(committed):
    world = committed
    made = sponsors.proposed(world)
    people = [sponsors.flore(world), world.fanny]  # known before the threads start
    assert all(people)
    with at(NATIONAL):
        digest = digest_of(text_to_sign(made))

    def sign(number):
        said = {"name": "X", "path": sponsors.DRAWN, "digest": digest, "now": world.now}
        if number % 2:
            operations.sign_for_network(made, **said, by=world.fanny)
        else:
            operations.sign_for_sponsor(made, **said, by=sponsors.flore(world), today=world.today)

    answers = scenes.at_once(4, standing=lambda: at(NATIONAL), act=sign)
    assert answers["done"] == 2
    assert sum(answers.values()) == 4
    assert sponsors.again(made).state == State.SIGNED
    with at(NATIONAL):
        assert Signature.objects.count() == 2


def test_a_reader_who_left_does_not_sign_any_more(world):
    made = sponsors.proposed(world)
    with at(NATIONAL):
        membership = sponsors.flore(world).memberships.get(sponsor_id=SPONSOR_ID)
        membership.end = world.today - timedelta(days=1)
        membership.save()
    with pytest.raises(NotYoursToSign):
        sponsors.sponsor_signs(world, made)


def test_the_paper_is_made_before_and_after(world):
    made = sponsors.proposed(world, counterparties=[sponsors.PLAQUE], antennes=[world.grenoble])
    with at(NATIONAL):
        before = agreement_pdf(made, now=world.now)
    sponsors.network_signs(world, made)
    sponsors.sponsor_signs(world, made)
    with at(NATIONAL):
        after = agreement_pdf(sponsors.again(made), now=world.now)
    assert before.startswith(b"%PDF")
    assert after.startswith(b"%PDF")
    assert before != after
