"""Files about headers, users, rate, and files as a whole."""

from __future__ import annotations

from web_policies.material import CANARY

HASH = "$2b$04$huuC1aEAsEXVn2WUhRuMke7mNP84jqdRaFWzXmpZYAW3j5BNnHCGC"

_GOOD_HEADERS = {
    "Content-Security-Policy": "\"default-src 'self'\"",
    "X-Frame-Options": "deny",
    "X-Content-Type-Options": "nosniff",
    "X-XSS-Protection": "0",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}

GOOD = {
    "empty": "",
    "a comment": "# nothing\n",
    "null": "~\n",
    "empty sections": "tls_server_config:\nhttp_server_config:\nbasic_auth_users:\nrate_limit:\n",
    "empty mappings": "{tls_server_config: {}, http_server_config: {headers: {}}, rate_limit: {}}",
    "HTTP/2": "http_server_config: {http2: true}",
    "no HTTP/2": "http_server_config: {http2: false}",
    "no HTTP/2, in words of YAML": "http_server_config: {http2: Off}",
    **{
        f"header {name}": f"http_server_config:\n  headers:\n    {name}: {text}\n"
        for name, text in _GOOD_HEADERS.items()
    },
    "all headers": "http_server_config:\n  headers:\n"
    + "".join(f"    {name}: {text}\n" for name, text in _GOOD_HEADERS.items()),
    "frames of the same origin": "http_server_config: {headers: {X-Frame-Options: sameorigin}}",
    "blank headers": "http_server_config: {headers: {X-Frame-Options: '', X-XSS-Protection: }}",
    "users": "basic_auth_users:\n"
    + "".join(
        f"  {name}: {HASH.replace('$2b$04', start)}\n"
        for name, start in {"a": "$2a$10", "b": "$2b$16", "c": "$2y$04"}.items()
    ),
    "users like numbers": f"basic_auth_users: {{007: {HASH}, yes: {HASH}, 1_0: {HASH}}}",
    "users with signs": f"basic_auth_users: {{'a b': {HASH}, ä@x.example: {HASH}, '#': {HASH}}}",
    "rate": "rate_limit: {interval: 1s, burst: 20}",
    **{
        f"interval {text}": f"rate_limit: {{interval: {text}, burst: 1}}"
        for text in ("500ms", "1m30s", "1.5h", "10us", "10µs", ".5s", "1h0m0s", "+2s", "1ns")
    },
    "no limit": "rate_limit: {interval: 0, burst: 0}",
    "no limit, with a burst": "rate_limit: {interval: 0s, burst: 20}",
    "no limit, no burst": "rate_limit: {interval: 0}",
}

_HEADERS = {
    "an unknown header": ("X-Powered-By: me", "headers: the header X-Powered-By cannot be set"),
    "a header in small letters": ("x-frame-options: deny", "did you mean 'X-Frame-Options'"),
    "a bad X-Frame-Options": ("X-Frame-Options: allow", "X-Frame-Options: may be deny or sameor"),
    "X-Frame-Options in capitals": ("X-Frame-Options: DENY", "X-Frame-Options: may be deny or sa"),
    "a bad X-Content-Type-Options": (
        "X-Content-Type-Options: sniff",
        "X-Content-Type-Options: may be nosniff, and nothing else",
    ),
    "a line break": (
        'Content-Security-Policy: "x\\r\\nSet-Cookie: a=b"',
        "headers.Content-Security-Policy: a header is one line: remove the line break",
    ),
    "a header of several lines": ("X-XSS-Protection: |\n   a\n   b", "a header is one line"),
    "no ASCII": ("X-XSS-Protection: ä", "headers.X-XSS-Protection: a header is plain ASCII text"),
    "a control character": ('X-XSS-Protection: "\\x00"', "a header is plain ASCII text"),
    "a list": ("X-XSS-Protection: [a]", "headers.X-XSS-Protection: Expected `str | null`, got"),
}

_USERS = {
    "a password": (f"alice: {CANARY}", "basic_auth_users.alice: is no bcrypt hash"),
    "a number": ("alice: 1234", "basic_auth_users.alice: is no bcrypt hash"),
    "an empty hash": ("alice: ''", "basic_auth_users.alice: is no bcrypt hash"),
    "no hash": ("alice: ", "basic_auth_users.alice: Expected `str`, got `null`"),
    "a short hash": (f"alice: {HASH[:-1]}", "basic_auth_users.alice: is no bcrypt hash"),
    "a long hash": (f"alice: {HASH}x", "basic_auth_users.alice: is no bcrypt hash"),
    "a hash of another kind": (f"alice: $6{HASH[3:]}", "basic_auth_users.alice: is no bcrypt hash"),
    "an unknown kind of bcrypt": (f"alice: $2x{HASH[3:]}", "alice: is no bcrypt hash"),
    "an impossible salt": (f"alice: {HASH[:28]}9{HASH[29:]}", "alice: is no bcrypt hash"),
    "too low a cost": (f"alice: $2b$03{HASH[6:]}", "basic_auth_users.alice: is no bcrypt hash"),
    "an impossible cost": (f"alice: $2b$32{HASH[6:]}", "basic_auth_users.alice: is no bcrypt ha"),
    "a cost that hangs": (
        f"alice: $2b$31{HASH[6:]}",
        "alice: the hash's cost 31 would keep a scrape waiting too long: make one with a cost of",
    ),
    "a cost a little too high": (f"alice: $2b$17{HASH[6:]}", "alice: the hash's cost 17 would"),
    "a colon in the name": (f"'a:b': {HASH}", "nobody can log in by a name with a colon"),
    "a control character in the name": (f'"a\\tb": {HASH}', "nobody can log in by a name with"),
    "an empty name": (f"'': {HASH}", "basic_auth_users: a user has no name: write NAME: HASH"),
    "no name": (f"~: {HASH}", "basic_auth_users: Expected `str`, got `null`"),
    "name and hash exchanged": (f"'{HASH}': alice", "basic_auth_users.?: is no bcrypt hash"),
    "a list of hashes": (f"alice: [{HASH}]", "basic_auth_users.alice: Expected `str`, got `array`"),
    "a user twice": (f"alice: {HASH}, alice: {HASH}", "the key stands twice in one mapping"),
}

_RATES = {
    "an interval without a unit": ("interval: 1, burst: 1", "no duration (the unit is missing)"),
    "an interval in other words": ("interval: a second, burst: 1", "interval: is no duration:"),
    "an empty interval": ("interval: '', burst: 1", "rate_limit.interval: is no duration"),
    "an unknown unit": ("interval: 1d, burst: 1", "rate_limit.interval: is no duration: write one"),
    "a negative interval": ("interval: -1s, burst: 1", "rate_limit.interval: is negative"),
    "an endless interval": (f"interval: {'9' * 400}h, burst: 1", "interval: is too long"),
    "more than Go can count": ("interval: 2562048h, burst: 1", "rate_limit.interval: is too long"),
    "no burst": ("interval: 1s", "rate_limit.burst: with 0, which is the default, no request"),
    "a burst of 0": ("interval: 1s, burst: 0", "rate_limit.burst: with 0, which is the default"),
    "a negative burst": ("interval: 1s, burst: -1", "rate_limit.burst: -1 is negative"),
    "half a burst": ("interval: 1s, burst: 1.5", "rate_limit.burst: is no whole number"),
    "no number": ("interval: 1s, burst: many", "rate_limit.burst: is no whole number: write one"),
    "a burst alone": ("burst: 20", "rate_limit: burst limits nothing without an interval"),
    "an unknown key": ("interval: 1s, bursts: 1", "rate_limit: unknown key 'bursts', did you mean"),
}

_WHOLE = {
    "a text": ("tls", "a mapping of sections is expected at the top"),
    "a list": ("- tls_server_config", "a mapping of sections is expected at the top"),
    "no YAML": ("{", "is missing or out of place"),
    "an unknown section": ("tls_config: {}", "unknown key 'tls_config', did you mean 'tls_serv"),
    "an unknown key of HTTP": ("http_server_config: {http3: true}", "unknown key 'http3', did you"),
    "no truth value": ("http_server_config: {http2: 2}", "http2: is no truth value: write true"),
    "a section twice": ("rate_limit: {}\nrate_limit: {}", ":2:1: the key stands twice"),
    "a list for a section": (
        "tls_server_config: []",
        "tls_server_config: Expected `object | null`",
    ),
    "a list for users": ("basic_auth_users: [a]", "basic_auth_users: Expected `object | null`"),
    "an anchor": ("rate_limit: &x {}", "anchors and aliases are not taken"),
    "a tag": ("rate_limit: !x {}", "tags are not taken"),
    "two documents": ("rate_limit: {}\n---\nrate_limit: {}", "there is more than one document"),
}

BAD = {
    **{
        name: (f"http_server_config:\n headers:\n  {line}\n", words)
        for name, (line, words) in _HEADERS.items()
    },
    **{f"user: {n}": (f"basic_auth_users: {{{u}}}", words) for n, (u, words) in _USERS.items()},
    **{f"rate: {n}": (f"rate_limit: {{{r}}}", words) for n, (r, words) in _RATES.items()},
    **{f"whole: {n}": case for n, case in _WHOLE.items()},
}
