"""The command line that make calls: `python -m segmentbook <command>`.

It exits with 0, with 2 when the user can put the problem right, and with 1 when we must.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence

from segmentbook.core.errors import UserError, nearest
from segmentbook.params import overrides
from segmentbook.params.study import known_studies, load_study
from segmentbook.pipeline import locks, run

Arguments = argparse.Namespace


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: What stands after the program's name.

    Returns:
        The exit code.
    """
    try:
        parsed = _parser(arguments).parse_args(arguments)
        return int(parsed.run(parsed))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except run.ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The last report is as it was; make goes on from here.", file=sys.stderr)
        return 130
    except Exception:
        traceback.print_exc()
        return 1


def _check(arguments: Arguments) -> int:
    from segmentbook.ingest import locate

    study = load_study(arguments.study, overrides.parse(arguments.set))
    files = locate.locate(study)
    from segmentbook.commands import check

    told = check.tell(study, files)
    print(f"params/{study.name}.yaml: no mistakes")
    for path in files:
        print(f"export: {path} ({path.stat().st_size / 1e6:,.1f} MB)")
    print("\n".join(told))
    return 0


def _build(arguments: Arguments) -> int:
    from segmentbook.commands import build

    texts = [*arguments.set]
    if arguments.previous:
        texts.append(overrides.written("previous", arguments.previous))
    chapter = run.known_chapter(arguments.chapter) if arguments.chapter else ""
    return build.build(arguments.study, overrides.parse(texts), " ".join(texts), chapter)


def _build_all(_: Arguments) -> int:
    codes: dict[str, int] = {}
    for name in known_studies():
        if _available(name):
            print(f"{name}:", flush=True)
            codes[name] = main(["build", name])
        else:
            print(f"{name}: its export is not there", flush=True)
    failed = [name for name, code in codes.items() if code != 0]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return max(codes.values(), default=0)


def _new(arguments: Arguments) -> int:
    from segmentbook.commands.new import new

    print("\n".join(new.new_study(arguments.study, arguments.file)))
    return 0


def _score(arguments: Arguments) -> int:
    study = load_study(arguments.study, overrides.parse(arguments.set))
    from segmentbook.commands import score

    asked = score.Request(arguments.file, arguments.model, arguments.out, arguments.any_window)
    print("\n".join(score.score(study, asked)))
    return 0


def _studies(_: Arguments) -> int:
    for name in known_studies():
        print(f"{name}: {'export found' if _available(name) else 'its export is not there'}")
    return 0


def _available(name: str) -> bool:
    from segmentbook.ingest import locate

    return locate.available(load_study(name))


def _chapter(arguments: Arguments) -> int:
    locks.follow_lifeline()
    parsed = overrides.parse(arguments.set)
    study = load_study(arguments.study, parsed)
    run.bring_up_to_date(study.name, run.known_chapter(arguments.chapter), parsed)
    return 0


def _publish(arguments: Arguments) -> int:
    from segmentbook.pipeline import publish

    locks.follow_lifeline()
    parsed = overrides.parse(arguments.set)
    publish.publish(load_study(arguments.study, parsed), parsed)
    return 0


def _verify(arguments: Arguments) -> int:
    from segmentbook.commands import verify

    load_study(arguments.study, overrides.parse(arguments.set))
    return verify.verify(arguments.study, " ".join(arguments.set))


def _bench(arguments: Arguments) -> int:
    from benchmarks import bench

    load_study(arguments.study, overrides.parse(arguments.set))
    return bench.bench(arguments.study, " ".join(arguments.set))


_COMMANDS: dict[str, tuple[Callable[[Arguments], int], str]] = {
    "new": (_new, "look at an export and write a study for it"),
    "score": (_score, "give the customers of a new export the segments of a published model"),
    "check": (_check, "check the params and the export of a study, and say what cleaning would do"),
    "build": (_build, "bring the report of a study up to date"),
    "build-all": (_build_all, "do so for every study whose export is there"),
    "studies": (_studies, "list the studies, and whether their exports are there"),
    "chapter": (_chapter, "run one notebook of a study (a step of 'build')"),
    "publish": (_publish, "render and publish the report (the last step of 'build')"),
    "verify": (_verify, "run a study twice from nothing and compare the outputs"),
    "bench": (_bench, "measure time and memory of every step"),
}
_WITHOUT_STUDY = ("build-all", "studies")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser, after naming the nearest command if the one given is unknown."""
    command = arguments[0] if arguments else "--help"
    if not command.startswith("-") and command not in _COMMANDS:
        raise UserError(f"there is no command {command!r}", expected=nearest(command, _COMMANDS))
    parser = argparse.ArgumentParser(prog="python -m segmentbook", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, (function, description) in _COMMANDS.items():
        one = commands.add_parser(name, help=description, description=description)
        one.set_defaults(run=function)
        if name in _WITHOUT_STUDY:
            continue
        one.add_argument("study", help="the name of a file in params/, without .yaml")
        if name in ("new", "score"):
            one.add_argument("file", help="the path of the export")
        if name == "new":
            continue
        if name == "score":
            one.add_argument("--out", default="", help="the CSV file to write")
            one.add_argument("--model", default="", help="a model.json, not the last report's")
            one.add_argument(
                "--any-window", action="store_true", help="take a period of any length"
            )
        if name == "chapter":
            one.add_argument("chapter", help="the name of a file in notebooks/, without .ipynb")
        if name == "build":
            one.add_argument("--chapter", help="stop after this chapter and what it builds on")
            one.add_argument("--previous", help="the model.json of an earlier report")
        one.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help="a key of the params and another value for it, e.g. clustering.k=5",
        )
    return parser
