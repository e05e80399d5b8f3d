"""`make reset`: delete the local data. Needs nothing installed."""

import shutil
import sys

from infra.local.places import is_home
from infra.local.postgres import Cluster, LocalProblem
from infra.local.problems import disk_problems_said
from infra.local.run import HOME


def main() -> int:
    try:
        with disk_problems_said(HOME.parent):
            for folder in HOME.parent.glob("*/"):  # the tests may keep a cluster of theirs here
                if is_home(folder):
                    Cluster(folder).destroy()
            shutil.rmtree(HOME.parent, ignore_errors=not HOME.parent.exists())
    except LocalProblem as problem:
        print(f"✗ {problem}")
        return 1
    print("Les données locales sont effacées ; « make run » en refait.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
