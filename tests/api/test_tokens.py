"""A token is made on one site, for that site, by a member of it."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from knox.models import AuthToken
from world import PASSWORD

from kit.antennes import NATIONAL, at, inside
from tenants.network.models import Membership


def sign_in(program, email, password=PASSWORD, **more):
    return program.post("auth/token/", {"email": email, "password": password, **more})


def test_a_token_opens_the_site_and_is_given_back(program):
    lea = program("grenoble")
    assert lea.get("beneficiaries/").status_code == 401
    answer = sign_in(lea, "lea@grenoble.example")
    assert (answer.status_code, set(answer.json())) == (200, {"token", "expires_at"})
    lea.token = answer.json()["token"]
    assert lea.get("beneficiaries/").status_code == 200
    assert lea.post("auth/logout/").status_code == 204
    assert (lea.get("beneficiaries/").status_code, lea.get("beneficiaries/").json()["code"]) == (
        401,
        "not_authenticated",
    )


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("lea@grenoble.example", "wrong"),
        ("nobody@grenoble.example", PASSWORD),
        ("karim@lyon.example", PASSWORD),  # right, but no role at Grenoble
        ("nadia@reseau.example", PASSWORD),
    ],
)
def test_whoever_has_no_business_here_reads_the_same_words(program, email, password):
    answer = sign_in(program("grenoble"), email, password)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert "Token" in answer["WWW-Authenticate"]


def test_a_token_of_lyon_means_nothing_at_grenoble_even_for_a_member_of_both(program, world):
    karim = program("lyon", "karim@lyon.example")
    with at(NATIONAL):
        Membership.objects.create(
            user=world.karim, scope="antenne", antenne=world.grenoble, role="host", start=world.today
        )
    assert karim.get("beneficiaries/").status_code == 200
    elsewhere = program("grenoble")
    elsewhere.token = karim.token
    assert elsewhere.get("beneficiaries/").status_code == 401
    assert elsewhere.sign_in("karim@lyon.example").get("beneficiaries/").status_code == 200


def test_a_membership_that_ends_acts_on_the_next_request(lea, world):
    assert lea.get("cohorts/").status_code == 200
    with at(NATIONAL):
        Membership.objects.filter(user=world.lea).update(start="2021-01-01", end="2021-01-02")
    assert lea.get("cohorts/").status_code == 403


@pytest.mark.parametrize(
    "header",
    ["Token", "Token a b", "Token x", "Token \xff\xfe", "Token " + "0" * 64 + "." + "0" * 64, "Bearer x"],
)
def test_a_header_that_is_no_token_is_401(program, header):
    assert program("grenoble").get("cohorts/", authorization=header).status_code == 401


def test_a_session_of_the_pages_opens_the_api_and_its_posts_want_the_csrf_token(site, world):
    lea = site("grenoble", world.lea)
    assert lea.get("/api/v1/cohorts/").status_code == 200
    lea.client.handler.enforce_csrf_checks = True
    answer = lea.post("/api/v1/beneficiaries/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_so_many_tries_and_no_more(program):
    desk = program("grenoble")
    answers = [sign_in(desk, "lea@grenoble.example", "wrong").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert sign_in(desk, "LEA@grenoble.example ").status_code == 429
    assert sign_in(desk, "desk@grenoble.example").status_code == 200


def test_where_a_second_factor_is_the_rule_the_password_alone_gives_no_token(program, world, settings):
    settings.MAILLON_MFA_REQUIRED = True
    lea = program("grenoble")
    answer = sign_in(lea, "lea@grenoble.example")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")
    secret = totp.generate_totp_secret()
    with inside(world.grenoble):
        totp.TOTP.activate(world.lea, secret)
    assert sign_in(lea, "lea@grenoble.example", code="000000").json()["code"] == "second_factor_required"
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert sign_in(lea, "lea@grenoble.example", code=code).status_code == 200


def test_a_session_without_the_second_factor_does_not_open_the_api_either(site, world, settings):
    settings.MAILLON_MFA_REQUIRED = True
    answer = site("grenoble", world.lea).get("/api/v1/cohorts/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


def test_twenty_tokens_at_most(program, world):
    lea = program("grenoble")
    with inside(world.grenoble):
        for _ in range(20):
            AuthToken.objects.create(world.lea)
    assert sign_in(lea, "lea@grenoble.example").json()["code"] == "too_many_tokens"
