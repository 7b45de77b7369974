"""Events as API Gateway hands them to the API's function."""

import json
import re
from typing import Any

from chalicelib.entry.http import PREFIX

Json = dict[str, Any]


class Context:
    """What Lambda says of a call."""

    function_name = "api"
    memory_limit_in_mb = 1769
    aws_request_id = "bench"


def event(
    method: str, path: str, slug: str, *, body: object = None, query: Json | None = None, address: str = "203.0.113.7"
) -> Json:
    """One request; `path` is the route's below the district, with its parameters filled in as {name=value}."""
    filled = dict(re.findall(r"\{(\w+)=([^}]*)\}", path))
    resource = PREFIX + re.sub(r"=[^}]*\}", "}", path)
    headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "Host": "localhost", "User-Agent": "bench"}
    headers |= {} if body is None else {"Content-Type": "application/json"}
    return {
        "resource": resource,
        "path": f"/api/d/{slug}" + re.sub(r"\{\w+=([^}]*)\}", r"\1", path),
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": {"slug": slug, **filled},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "6f0a4f0e-9a0c-4c60-8b8a-0e5d1c9c2f11",
            "stage": "v1",
            "path": resource,
            "identity": {"sourceIp": address},
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def signed_in(one: Json, cookie: str, csrf: str) -> Json:
    """The request with a session's cookie and its token."""
    sent = {"Cookie": f"__Host-sid={cookie}", "parley-csrf": csrf}
    many = {name: [value] for name, value in sent.items()}
    return {**one, "headers": {**one["headers"], **sent}, "multiValueHeaders": {**one["multiValueHeaders"], **many}}
