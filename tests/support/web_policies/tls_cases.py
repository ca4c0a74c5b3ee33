"""Files about TLS: which can be used, and what is said of those that cannot."""

from __future__ import annotations

PAIR = "cert_file: server.crt, key_file: server.key"


def tls(more: str = "", pair: str = PAIR) -> str:
    """Return a file whose TLS has a certificate and more keys."""
    return f"tls_server_config: {{{', '.join(filter(None, (pair, more)))}}}\n"


ALL_13 = "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256"
ALL_12 = """
TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_256_CBC_SHA,
TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_256_GCM_SHA384""".replace("\n", " ")

GOOD = {
    "files": tls(),
    "files in a folder beside": tls(pair="cert_file: tls/server.crt, key_file: ./tls/server.key"),
    "one file with both": tls(pair="cert_file: both.pem, key_file: both.pem"),
    "inline": tls(pair="cert: @server.crt, key: @server.key"),
    "certificate from a file, key inline": tls(pair="cert_file: server.crt, key: @server.key"),
    "certificate inline, key from a file": tls(pair="cert: @server.crt, key_file: server.key"),
    "null keys are absent": tls("cert: , client_ca: ~, min_version: null, cipher_suites:"),
    **{f"min_version {version}": tls(f"min_version: {version}") for version in ("TLS12", "TLS13")},
    "old versions": tls("min_version: TLS10, max_version: TLS11"),
    "max_version": tls("max_version: TLS12"),
    "one version": tls("min_version: TLS13, max_version: TLS13"),
    "all suites": tls(f"cipher_suites: [{ALL_12}, {ALL_13}]"),
    "a suite": tls("cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]"),
    "a suite that HTTP/2 does not want": tls(
        "max_version: TLS12, cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]"
    ),
    "the suites of TLS 1.3": tls(f"cipher_suites: [{ALL_13}]"),
    "no suite named": tls("cipher_suites: []"),
    "order of the client": tls(
        "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256], "
        "prefer_server_cipher_suites: false"
    ),
    "order of the server": tls("prefer_server_cipher_suites: true"),
    "no curve named": tls("curve_preferences: []"),
    **{
        f"curve {curve}": tls(f"curve_preferences: [{curve}]")
        for curve in ("CurveP256", "CurveP384", "CurveP521", "X25519")
    },
}

_PAIRS = {
    "no certificate": ("key_file: server.key", "TLS needs a certificate: add 'cert_file'"),
    "no key": ("cert_file: server.crt", "TLS needs a private key: add 'key_file'"),
    "neither": ("min_version: TLS13", "TLS needs a certificate"),
    "an empty path of the certificate": (
        "cert_file: '', key_file: server.key",
        "tls_server_config.cert_file: is empty: give the path of a file",
    ),
    "an empty path of the key": (
        "cert_file: server.crt, key_file: ' '",
        "tls_server_config.key_file: is empty: give the path of a file",
    ),
    "two empty paths": ("cert_file: '', key_file: ''", "tls_server_config.cert_file: is empty"),
    "an empty certificate": ("cert: '', key_file: server.key", "tls_server_config.cert: is empty"),
    "an empty key": ("cert_file: server.crt, key: ''", "tls_server_config.key: is empty"),
    "a file that is not there": (
        "cert_file: nowhere.crt, key_file: server.key",
        "tls_server_config.cert_file 'nowhere.crt': cannot be read: No such file",
    ),
    "a key that is not there": (
        "cert_file: server.crt, key_file: nowhere.key",
        "tls_server_config.key_file 'nowhere.key': cannot be read: No such file",
    ),
    "neither is there": (
        "cert_file: nowhere.crt, key_file: nowhere.key",
        "tls_server_config.cert_file 'nowhere.crt': cannot be read: No such file",
    ),
    "a folder": (
        "cert_file: tls, key_file: server.key",
        "tls_server_config.cert_file 'tls': cannot be read: ",
    ),
    "a pipe": (
        "cert_file: pipe.pem, key_file: server.key",
        "'pipe.pem': cannot be read: it is no regular file",
    ),
    "a large file": (
        "cert_file: large.pem, key_file: server.key",
        "'large.pem': cannot be read: it is larger than 1024 KiB",
    ),
    "no path": ('cert_file: "a\\0b", key_file: server.key', "cert_file: cannot be read: it is no"),
    "PEM for a path": (
        "cert_file: @server.crt, key_file: server.key",
        "tls_server_config.cert_file: is no path, but PEM: that is given as 'cert'",
    ),
    "a key in PEM for a path": (
        "cert_file: server.crt, key_file: @server.key",
        "tls_server_config.key_file: is no path, but PEM: that is given as 'key'",
    ),
    "an empty file": (
        "cert_file: empty.pem, key_file: server.key",
        "'empty.pem': holds no certificate in PEM",
    ),
    "two exchanged files": (
        "cert_file: server.key, key_file: server.crt",
        "'server.key': holds no certificate in PEM",
    ),
    "a certificate for a key": (
        "cert_file: server.crt, key_file: server.crt",
        "tls_server_config.key_file 'server.crt': holds no private key in PEM",
    ),
    "a broken certificate": (
        "cert_file: broken.crt, key_file: server.key",
        "tls_server_config.cert_file 'broken.crt': is broken, OpenSSL cannot read it",
    ),
    "a broken key": (
        "cert_file: server.crt, key_file: broken.key",
        "tls_server_config.key_file 'broken.key': is broken, OpenSSL cannot read it",
    ),
    "a key of another certificate": (
        "cert_file: server.crt, key_file: other.key",
        "'server.crt': the private key is not that of the certificate",
    ),
    "an encrypted key": (
        "cert_file: server.crt, key_file: encrypted.key",
        "tls_server_config.key_file 'encrypted.key': the private key is encrypted",
    ),
    "an encrypted key of the old form": (
        "cert_file: server.crt, key_file: encrypted-old.key",
        "'encrypted-old.key': the private key is encrypted",
    ),
    "an encrypted key inline": (
        "cert_file: server.crt, key: @encrypted.key",
        "tls_server_config.key: the private key is encrypted",
    ),
    "a certificate twice": (
        "cert: @server.crt, cert_file: server.crt, key_file: server.key",
        "tls_server_config: give 'cert' or 'cert_file', not both",
    ),
    "a key twice": (
        "cert_file: server.crt, key: @server.key, key_file: server.key",
        "tls_server_config: give 'key' or 'key_file', not both",
    ),
}

_WORDS = {
    "an unknown key": ("cert_filse: x", "tls_server_config: unknown key 'cert_filse', did you"),
    "a list for a text": ("cert: [x]", "tls_server_config.cert: Expected `str | null`, got `arr"),
    "an unknown version": ("min_version: TLS111", "min_version: Invalid enum value 'TLS111', did"),
    "an empty version": ("max_version: ''", "tls_server_config.max_version: Invalid enum value"),
    "SSL": (
        "min_version: SSL30",
        "min_version: Invalid enum value, there are TLS10, TLS11, TLS12, TLS13",
    ),
    "the lowest over the highest": (
        "min_version: TLS13, max_version: TLS12",
        "there is no version from min_version TLS13",
    ),
    "the lowest by default over the highest": (
        "max_version: TLS11",
        "there is no version from min_version TLS12 (default TLS12) to max_version TLS11",
    ),
    "an invented suite": (
        "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_WITH_NOTHING]",
        "tls_server_config.cipher_suites[1]: Invalid enum value",
    ),
    "a suite that Go calls insecure": (
        "cipher_suites: [TLS_ECDHE_RSA_WITH_RC4_128_SHA]",
        "cipher_suites[0]: Invalid enum value 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', did you mean",
    ),
    "OpenSSL's name of a suite": (
        "cipher_suites: [ECDHE-ECDSA-AES128-GCM-SHA256]",
        "tls_server_config.cipher_suites[0]: Invalid enum value",
    ),
    "a text for suites": ("cipher_suites: x", "cipher_suites: Expected `array | null`, got `str`"),
    "a single suite of TLS 1.3": (
        "cipher_suites: [TLS_AES_128_GCM_SHA256]",
        "Python's ssl cannot leave out single suites of TLS 1.3: add TLS_AES_256_GCM_SHA384 and",
    ),
    "no suite for the highest version": (
        f"cipher_suites: [{ALL_13}], max_version: TLS12",
        "tls_server_config.cipher_suites: holds no suite for TLS12, the max_version: add one",
    ),
    "no truth value": (
        "prefer_server_cipher_suites: maybe",
        "prefer_server_cipher_suites: is no truth value: write true or false",
    ),
    "an invented curve": ("curve_preferences: [CurveP257]", "did you mean 'CurveP25"),
    "several curves": (
        "curve_preferences: [X25519, CurveP256]",
        "curve_preferences: Python's ssl takes one curve and no order",
    ),
}

BAD = {name: (tls(pair=keys), words) for name, (keys, words) in _PAIRS.items()} | {
    name: (tls(keys), words) for name, (keys, words) in _WORDS.items()
}
