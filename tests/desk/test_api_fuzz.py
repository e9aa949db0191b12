"""What nobody thought of: schemathesis asks every operation by its schema; no answer is a failure of ours, each is as the document says."""

import time

import msgspec
import pytest
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


@pytest.fixture(scope="module")
def headers(desks):
    (cookie, value), token = desks.session("second", "XBB")
    return {"cookie": f"{cookie}={value}", TOKEN: token}


@SCHEMA.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_operation_answers_as_the_document_says(case, desks, headers):
    answer = case.call(base_url=desks.url("XBB"), headers=headers)
    while answer.status_code == 429:
        time.sleep(0.2)
        answer = case.call(base_url=desks.url("XBB"), headers=headers)
    case.validate_response(answer, checks=CHECKS)
