"""`trag mcp`."""

from typing import Annotated

import typer

from trag.cli.options import DataOption, settings_of

UrlOption = Annotated[
    str,
    typer.Option(
        "--url", help="The address of a trag server; without it, the one that owns the data folder."
    ),
]
KeyOption = Annotated[
    str, typer.Option("--key", envvar="TRAG_API_KEY", help="The key to ask with; rather in the environment.")
]


def mcp(data: DataOption = None, url: UrlOption = "", key: KeyOption = "") -> None:
    """Give assistants the tools search, ask and tree_lookup, over MCP on standard input and output.

    A trag server must run already: it answers, and it alone opens the data folder.
    """
    from importlib.metadata import version

    from trag.mcp_server import ServerFinder, build_server

    finder = ServerFinder(settings_of(data).data, url=url, key=key)
    try:
        # A wrong key or address is told now, while somebody can read it.
        finder.client().tree()
        build_server(finder.client, version("trag")).run("stdio")
    finally:
        finder.close()
