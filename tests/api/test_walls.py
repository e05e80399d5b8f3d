"""Another antenne's thing is a thing that does not exist, to the byte."""

import uuid

import pytest
import scenes

from kit.antennes import inside


@pytest.fixture
def lyon_things(world):
    """Everything that Lyon has, by the path of the API that would show or change it."""
    with inside(world.lyon):
        group = scenes.cohort(world, first=world.today)
        (enrolment,) = scenes.enrolled(world, group)
        bon = scenes.referral(world, scenes.person(world, "Yasmina", "Lyonnaise"))
        world.theirs = {
            "beneficiary": bon.beneficiary_id, "referral": bon.pk, "prescriber": bon.prescriber_id,
            "cohort": group.pk, "programme": group.programme_id, "enrolment": enrolment.pk,
            "session": group.sessions.first().pk, "assessment": enrolment.assessment_id,
        }  # fmt: skip
    return world.theirs


PATHS = [
    ("GET", "beneficiaries/{beneficiary}/"),
    ("PUT", "beneficiaries/{beneficiary}/"),
    ("POST", "beneficiaries/{beneficiary}/merge/"),
    ("GET", "beneficiaries/{beneficiary}/consents/"),
    ("POST", "beneficiaries/{beneficiary}/consents/"),
    ("POST", "referrals/{referral}/accept/"),
    ("POST", "referrals/{referral}/refuse/"),
    ("GET", "cohorts/{cohort}/"),
    ("POST", "cohorts/{cohort}/open/"),
    ("POST", "cohorts/{cohort}/start/"),
    ("POST", "cohorts/{cohort}/complete/"),
    ("POST", "cohorts/{cohort}/close/"),
    ("GET", "cohorts/{cohort}/enrolments/"),
    ("POST", "cohorts/{cohort}/enrolments/"),
    ("GET", "cohorts/{cohort}/sessions/"),
    ("GET", "enrolments/{enrolment}/"),
    ("POST", "enrolments/{enrolment}/withdraw/"),
    ("GET", "sessions/{session}/attendance/"),
    ("PUT", "sessions/{session}/attendance/"),
    ("POST", "sessions/{session}/lock/"),
]


def test_in_the_path(lyon_things, manager, world):
    with inside(world.grenoble):
        person = str(scenes.person(world).pk)
    for method, path in PATHS:
        body = {"reason": "x", "beneficiary": person} if method == "POST" else [] if method == "PUT" else None
        theirs = manager.ask(method, path.format(**lyon_things), body)
        nobody = manager.ask(method, path.format(**dict.fromkeys(lyon_things, uuid.uuid4())), body)
        no_id = manager.ask(method, path.format(**dict.fromkeys(lyon_things, "1;drop%00")), body)
        unknown = manager.ask(method, "nothing/of/that/name/", body)
        assert theirs.status_code == 404, (method, path)
        assert theirs.content == nobody.content == no_id.content == unknown.content
        for answer in (theirs, nobody):
            del answer.headers["X-Request-Id"]
        assert theirs.headers == nobody.headers


BODIES = [
    ("referrals/", "beneficiary", lambda own: {"prescriber": own["prescriber"]}),
    ("referrals/", "prescriber", lambda own: {"beneficiary": own["beneficiary"]}),
    ("assessments/", "beneficiary", lambda own: {"version": own["version"], "score": 3}),
    ("cohorts/{cohort}/enrolments/", "beneficiary", lambda own: {}),
    (
        "cohorts/",
        "programme",
        lambda own: {
            "name": "x", "room": "x", "first_day": "2027-03-02", "weekdays": [1], "at": "14:00",
            "minutes": 60, "sessions": 1,
        },
    ),
]  # fmt: skip


def test_in_a_body(lyon_things, manager, world):
    with inside(world.grenoble):
        bon = scenes.referral(world, scenes.person(world))
        version = scenes.version(world, scenes.template(world, code="sante"))
        group = scenes.cohort(world, scenes.adopt(version, by=world.maud, now=world.now), first=world.today)
    own = {
        "beneficiary": str(bon.beneficiary_id), "prescriber": str(bon.prescriber_id),
        "cohort": str(group.pk), "version": str(version.pk),
    }  # fmt: skip
    for path, field, rest in BODIES:
        answers = [
            manager.post(path.format(**own), rest(own) | {field: str(one)})
            for one in (lyon_things[field], uuid.uuid4())
        ]
        assert answers[0].status_code == 400, (path, answers[0].content)
        assert answers[0].content == answers[1].content
        assert answers[0].json()["fields"] == {field: ["Introuvable ici : vérifiez cet identifiant."]}


def test_a_trainer_comes_from_the_own_antenne(lyon_things, manager, world):
    with inside(world.grenoble):
        programme = scenes.adopt(
            scenes.version(world, scenes.template(world, code="sante")), by=world.maud, now=world.now
        )
    body = BODIES[-1][2]({}) | {"programme": str(programme.pk)}
    assert manager.post("cohorts/", body | {"trainer": str(world.karim.pk)}).status_code == 400
    assert manager.post("cohorts/", body | {"trainer": str(world.lea.pk)}).status_code == 201


def test_lists_hold_nothing_of_another_antenne(lyon_things, manager):
    for path in ("beneficiaries/", "referrals/", "prescribers/", "cohorts/", "programmes/", "assessments/"):
        assert manager.get(path).json()["results"] == [], path
