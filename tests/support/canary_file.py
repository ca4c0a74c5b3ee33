"""A configuration file with a credential in each place that has one, and in some that have none."""

from __future__ import annotations

from canary_secrets import Canary

CANARY = Canary("effective")
SECRET, URL = CANARY.plain, f"{CANARY.user}:{CANARY.encoded}"

FILE = f"""
databases:
  default:
    {{engine: postgresql, host: localhost, port: 1, name: shop, user: {CANARY.user},
     password: {SECRET}, options: {{sslmode: disable, sslpassword: {SECRET},
     "password={SECRET}": x}}}}
  by_url: {{url: "postgres://{URL}@127.0.0.1:1/shop?sslrootcert={SECRET}"}}
  url_as_host: {{engine: postgresql, host: "postgres://{URL}@db/shop", name: shop}}
  words_as_name: {{engine: postgresql, host: 127.0.0.1, port: 1, name: "host=db password={SECRET}"}}
  file: {{url: "sqlite:////nowhere.sqlite3?key={SECRET}"}}
caches:
  default:
    backend: redis
    location: ["redis://{URL}@127.0.0.1:9/1", "rediss://{URL}@127.0.0.1:10/1"]
  pages: {{backend: file, location: /var/pages}}
  local: {{backend: django.core.cache.backends.locmem.LocMemCache, location: x}}
http:
  pay:
    url: "http://{URL}@127.0.0.1:1/hooks/{SECRET}?token={SECRET}"
    headers: {{X-Token: {SECRET}}}
    body_contains: {SECRET}
    expected_status: [200, 204]
smtp:
  mail: {{host: 127.0.0.1, port: 1, security: none, user: {CANARY.user}, password: {SECRET}}}
tcp: {{here: {{host: 127.0.0.1, port: 9}}}}
dns:
  name:
    {{name: localhost, record: TXT, expected: ["token={SECRET}"], nameserver: 127.0.0.1,
     nameserver_port: 9}}
sql: {{query: {{query: "SELECT '{SECRET}' AS x", database: file, labels: [x]}}}}
alerting:
  interval: 1
  fire_after: 0
  instance: "password={SECRET}"
  channels:
    mail: {{type: email, to: a@b.example, host: 127.0.0.1, port: 1, security: none,
      user: {CANARY.user}, password: {SECRET}}}
    hook: {{type: webhook, url: "http://{URL}@127.0.0.1:1/{SECRET}?token={SECRET}",
      secret: {SECRET}, headers: {{X-Token: {SECRET}}}}}
    chat: {{type: telegram, token: "1:{SECRET}", chat: -1, api: "http://127.0.0.1:1/{SECRET}"}}
    manager: {{type: alertmanager, urls: ["http://127.0.0.1:1/{SECRET}"], labels: {{site: a}},
      user: {CANARY.user}, password: {SECRET}}}
required_env: [SHOP_KEY]
critical: {{cache/default: false}}
collectors: {{system: false}}
timeouts: {{database: 3}}
"""
