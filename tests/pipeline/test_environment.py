from __future__ import annotations

from segmentbook.core import paths
from segmentbook.pipeline import environment


def test_settings_of_the_user_do_not_reach_a_step(monkeypatch):
    strays = ("IPYTHONDIR", "JUPYTER_PATH", "MAKEFLAGS", "MATPLOTLIBRC", "PYTHONSTARTUP")
    for name in strays:
        monkeypatch.setenv(name, "/somebodys")
    monkeypatch.setenv("DATA", "kept")
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    clean = environment.clean_environment()
    assert not set(strays) & clean.keys()
    assert (clean["DATA"], clean["TZ"], clean["PYTHONHASHSEED"]) == ("kept", "UTC", "0")
    assert clean["MPLCONFIGDIR"].startswith(str(paths.ROOT))


def test_only_the_kernels_of_a_build_know_that_it_is_one(tmp_path, monkeypatch):
    monkeypatch.delenv(environment.BUILD, raising=False)
    assert environment.BUILD not in environment.clean_environment()
    kernel = environment.kernel_environment(tmp_path)
    assert kernel[environment.BUILD]
    assert kernel["IPYTHONDIR"].startswith(str(tmp_path))


def test_a_scratch_directory_takes_interim_and_reports_and_goes(monkeypatch):
    with environment.scratch_directory("test") as folder:
        for name, value in environment.output_environment(folder).items():
            monkeypatch.setenv(name, value)
        for place in (paths.interim("shop"), paths.report_folder("shop")):
            assert place.is_relative_to(folder)
            place.mkdir(parents=True)
    assert not folder.exists()
