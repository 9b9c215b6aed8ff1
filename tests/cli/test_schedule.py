def test_the_lines_hold_the_projects_path_and_zone(voc, project):
    (project / "voc.toml").write_text('timezone = "Asia/Tokyo"\nlanguage = "ja"\n', encoding="utf-8")
    ran = voc("schedule")
    assert ran.code == 0, ran.err
    assert f"--project {project}" in ran.out
    assert "月曜 08:00、Asia/Tokyo" in ran.out
    assert "nothing was installed" in ran.err


def test_what_the_weekly_run_lacks_is_said(voc, project):
    assert "note: inbox is not set in voc.toml" in voc("schedule").err
    (project / "voc.toml").write_text('inbox = ["a"]\n[mail]\nto = ["a@example.com"]\n', encoding="utf-8")
    lacking = voc("schedule").err
    assert "note: [mail] host is not set" in lacking
    assert "inbox" not in lacking


def test_one_form_can_be_asked_for(voc, project):
    ran = voc("schedule", "--for", "github", "--at", "tue 7:15", "--lang", "en")
    assert ran.out.startswith("# GitHub Actions")
    assert "systemd" not in ran.out
    assert "set timezone in voc.toml" in ran.err


def test_a_wrong_word_ends_in_one_line(voc, project):
    for words in (["--for", "launchd"], ["--at", "noon"], ["--lang", "fr"]):
        ran = voc("schedule", *words)
        assert ran.code == 2
        assert ran.out == ""
        assert ran.err.count("\n") == 1, ran.err
