"""What nobody thought of: schemathesis asks every operation by its schema; no answer is a failure of ours, each is as the document says."""

import itertools

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.desk.conftest import TOKEN
from watchline.desk.app import ROUTES
from watchline.desk.openapi import document

DOCUMENT = msgspec.json.decode(msgspec.json.encode(document(ROUTES, "0")))
# What ends a session, guesses passwords, or changes who may sign in would end the run, not test it.
LEFT_OUT = {
    "events",
    "sign_out",
    "sign_in_password",
    "sign_in_passkey",
    "sign_in_options",
    "officer_add",
    "officer_disable",
    "officer_reset",
}
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT).exclude(operation_id=sorted(LEFT_OUT))
CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance)


class From(requests.adapters.HTTPAdapter):
    """Connections that come from one address of this machine."""

    def __init__(self, address):
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args, **how):
        super().init_poolmanager(*args, source_address=(self._address, 0), **how)


class Callers:
    """A caller at one address, and the next one when the desk has heard enough from there: its pace is tested elsewhere."""

    def __init__(self):
        self._numbers = itertools.count(2)
        self.next()

    def next(self):
        number = next(self._numbers)
        self.session = requests.Session()
        self.session.mount("http://", From(f"127.0.{number >> 8}.{number & 255}"))


@pytest.fixture(scope="module")
def callers():
    return Callers()


@pytest.fixture(scope="module")
def headers(desks):
    (cookie, value), token = desks.session("second", "XBB")
    return {"cookie": f"{cookie}={value}", TOKEN: token}


@SCHEMA.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_operation_answers_as_the_document_says(case, desks, headers, callers):
    answer = case.call(base_url=desks.url("XBB"), headers=headers, session=callers.session)
    if answer.status_code == 429:
        callers.next()
        answer = case.call(base_url=desks.url("XBB"), headers=headers, session=callers.session)
    case.validate_response(answer, checks=CHECKS)
