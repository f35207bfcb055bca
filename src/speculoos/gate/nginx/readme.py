"""The directory's own short manual."""

from pathlib import Path

from speculoos.gate.nginx.target import Target
from speculoos.gate.setup import Setup


def readme(setup: Setup, target: Target, directory: Path) -> str:
    rules = setup.rules
    items = "".join(f"\n- `{name}`: {mode}" for name, mode in rules.items)
    return README.format(
        site=setup.registry.site.name,
        version=setup.registry.version,
        mode=rules.mode,
        csp=rules.csp,
        items=items,
        server=target.server,
        listen=", ".join(target.listen),
        directory=directory,
    )


README = """# The gate of {site}

Written by `speculoos gate nginx` from version {version} of the declaration. Mode: {mode}; policy: {csp}.{items}

## An nginx of its own

    nginx -t -c {directory}/nginx.conf -p {directory}
    nginx -c {directory}/nginx.conf -p {directory}

It listens on {listen} and passes what may pass to {server}. No root is needed.

## In an nginx that you have

    load_module modules/ngx_http_js_module.so;      # once, at the top; Debian does it for you
    http {{
        include {directory}/http.conf;
        server {{
            location / {{
                proxy_pass http://{server};
                proxy_set_header Host $host;
                include {directory}/location.conf;  # or fastcgi.conf, beside fastcgi_pass
            }}
        }}
    }}

`location.conf` sets headers with `proxy_set_header` and `add_header`. nginx takes these from one level only, so
include it at the level where your own ones stand. A server or location with an `access_log` of its own needs the one
of `http.conf` repeated beside it, or the gate's log stays empty there. The gate needs room for headers:
`proxy_buffer_size 32k` if you enforce a policy or your application sets many cookies.

Files that read and set no cookie, such as images, need no gate. A location of their own with
`proxy_set_header Cookie "";` and `proxy_hide_header Set-Cookie;` costs nothing.

## Afterwards

`speculoos gate summary {directory}/logs/gate.log` says what was judged away. After each new version of the
declaration, export again and reload: requests under way end under the version they began with.

`gate.js` and `speculoos.key` hold the key with which choices are signed: leave them readable to their owner alone.
"""
