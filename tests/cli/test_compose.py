"""Every config composes, and Hydra's way and ours give the same run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from operator import attrgetter
from random import Random
from typing import Any

import pytest
from hydra import compose as hydra_compose
from hydra import initialize
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from omegaconf import OmegaConf

from sim.cli.compose import VERSION_BASE, _composed, checked, combinations_of, composed, register
from sim.cli.overrides import as_text, defaults, known_keys, read_override, understand
from sim.config.run import RunConfig, config_dir, load, parse, place_names
from sim.errors import ConfigError
from sim.parameters.param import describe
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

PLACES = place_names()


def test_there_are_places() -> None:
    assert {"demo", "xialu"} <= set(PLACES)
    assert {p.stem for p in (config_dir() / "place").glob("*.yaml")} == set(PLACES)


# Every place and every lever, but not every pair: a place's file and a lever's group are composed apart.
PAIRS = [(place, "") for place in PLACES] + list(zip(cycle(PLACES), POLICIES, strict=False))


@pytest.mark.parametrize(("place", "policy"), PAIRS)
def test_hydra_composes_what_load_loads(place: str, policy: str) -> None:
    layers = ["place.layers=3"] if policy == "layer_integration" else []
    tree = composed([f"place={place}", f"policy=[{policy}]", *layers])
    said = {"place.layers": 3} if layers else {}
    if policy == "grid_redivision" and tree["place"]["layers"] > 1:
        with pytest.raises(ConfigError, match="layers"):
            parse(tree, waiting=POLICIES)
        return
    assert parse(tree, waiting=POLICIES) == load(place, [policy] if policy else [], **said)


def test_every_parameter_can_be_typed() -> None:
    keys = set(known_keys(defaults()))
    for owner, cls in {**GROUPS, **{f"policies.{n}": c for n, c in POLICIES.items()}}.items():
        assert {i.key for i in describe(owner, cls)} <= keys


def test_what_is_typed_beats_the_place() -> None:
    (_, config), = checked(["place=xialu", "mediation.p_agree=0.9", "place.workers=378"])  # fmt: skip
    assert config.settings.mediation.p_agree == 0.9
    assert config.place.workers == 378
    assert config.place.grids == 207


def test_a_sweep_is_the_product() -> None:
    runs = checked(["place=demo", "policy=[],[dual_report]", "voice.p_report=0.2,0.3,0.4"], sweep=True)
    assert [(c.label, c.settings.voice.p_report) for _, c in runs] == [
        (label, p) for label in ("baseline", "dual_report") for p in (0.2, 0.3, 0.4)
    ]


def test_unknown_keys_are_all_found_before_hydra_stops_at_the_first() -> None:
    with pytest.raises(ConfigError) as caught:
        checked(["voce.p_report=1", "place.gird=3", "policies.dual_report.coverge=1", "seed=-3"])
    assert [p.where for p in caught.value.problems] == [
        "voce.p_report", "place.gird", "policies.dual_report.coverge", "seed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["policies.whistle.share=0.5", "policies.whistle={share:0.5}", "policies={whistle:{share:0.5}}"]
)
def test_what_is_typed_for_a_lever_that_does_not_act_is_refused(typed: str) -> None:
    for policy in ("policy=[]", "policy=[dual_report]"):
        with pytest.raises(ConfigError, match=r"whistle does not act") as caught:
            checked(["place=demo", policy, typed])
        assert "policy=[" in caught.value.problems[0].hint
    assert checked(["place=demo", "policy=[whistle]", typed])
    assert checked(["place=demo", "policy=[]", typed], acting={"whistle"})


def test_in_a_sweep_one_job_must_have_the_lever() -> None:
    typed = "policies.whistle.share=0.2,0.5"
    assert len(checked(["place=demo", "policy=[],[whistle]", typed], sweep=True)) == 4
    with pytest.raises(ConfigError, match="whistle does not act"):
        checked(["place=demo", "policy=[],[dual_report]", typed], sweep=True)


def test_what_is_typed_for_an_idle_lever_is_told_with_all_else() -> None:
    with pytest.raises(ConfigError) as caught:
        checked(["place=demo", "days=0", "policies.whistle.share=0.5"])
    assert [p.where for p in caught.value.problems] == ["days", "policies.whistle.share"]


# -- every form that Hydra's overrides can take: it works as Hydra means it, or is refused in words

WORKS: dict[str, tuple[str, Any]] = {
    "++days=90": ("run.days", [90]),
    "days='90'": ("run.days", [90]),
    "days=int(90.0)": ("run.days", [90]),
    "days=+90": ("run.days", [90]),
    "days=choice(10,20)": ("run.days", [10, 20]),
    "days=range(1,4)": ("run.days", [1, 2, 3]),
    "days=sort(30,10,20)": ("run.days", [10, 20, 30]),
    "days=tag(a,choice(10,20))": ("run.days", [10, 20]),
    "voice.p_report=range(0.1,0.3,0.1)": ("settings.voice.p_report", [0.1, 0.2]),
    "days=${place.workers}": ("run.days", [12]),
    "voice={p_report:0.4}": ("settings.voice.p_report", [0.4]),
    "voice={}": ("settings.voice.p_report", [0.3]),
    "place=glob(*,exclude=[b*,g*,j*,m*,t*,y*])": ("place.name", ["demo", "xialu"]),
    "place='demo'": ("place.name", ["demo"]),
    "place.name=2024": ("place.name", ["2024"]),
    "place.title=黄石，一": ("place.title", ["黄石，一"]),
    "policy=null": ("policy_names", [()]),
    "policy=": ("policy_names", [()]),
    "policy=whistle": ("policy_names", [("whistle",)]),
    "policies={}": ("policy_names", [()]),
    "into=黄石试点": ("run.into", ["黄石试点"]),
    "into=黄石,下陆": ("run.into", ["黄石", "下陆"]),
    "into=2024,2025": ("run.into", ["2024", "2025"]),
    "into=2024_10": ("run.into", ["2024_10"]),
    "into=007": ("run.into", ["007"]),
    "into=1e3": ("run.into", ["1e3"]),
    "into=true": ("run.into", ["true"]),
    "into=a;b (1)": ("run.into", ["a;b (1)"]),
    "into='a,b'": ("run.into", ["a,b"]),
    "into=": ("run.into", [""]),
    "hydra/launcher=basic": ("run.days", [365]),
}
"""What was typed, a setting, and its value in every run."""

REFUSED = {
    "+days=1": ("days", "no setting can be added"),
    "+policy=[whistle]": ("policy", "no setting can be added"),
    "++place=xialu": ("place", "no setting can be added"),
    "~days": ("days", "cannot be taken away"),
    "~policy": ("policy", "cannot be taken away"),
    "~policy=[]": ("policy", "cannot be taken away"),
    "~place": ("place", "cannot be taken away"),
    "place@x=demo": ("place", "nothing can be put elsewhere"),
    "days=interval(0,1)": ("days", "an interval without steps"),
    "place=interval(0,1)": ("place", "an interval without steps"),
    "days=glob(*)": ("days", "matches no place"),
    "place=glob(no*)": ("place", "matches no place"),
    "days=range(5,1)": ("days", "holds no value"),
    "days=range(0,1,0.0)": ("days", "step:0"),
    "days=range(1,2,0)": ("days", "must not be zero"),
    "days=range(nan,1,0.1)": ("days", "InvalidOperation"),
    "days=range(0,inf)": ("days", "more than 10,000 runs"),
    "seed=range(0,100000)": ("seed", "more than 10,000 runs"),
    "days=choice()": ("days=choice()", "empty choice"),
    "days=shuffle(1,2)": ("days", "another at every reading"),
    "policy=shuffle([whistle,dual_report])": ("policy", "another at every reading"),
    "policy=extend_list(a)": ("policy=extend_list(a)", "Unknown function"),
    "days=json_str({a:1})": ("days=json_str({a:1})", "Unknown function"),
    "days=int(x)": ("days=int(x)", "invalid literal"),
    "days=": ("days", "found '', not an int"),
    "days=null": ("days", "found None"),
    "days=[1,2]": ("days", "found [1, 2]"),
    "days={a:1}": ("days", "a value, not settings"),
    "days=true": ("days", "found True"),
    "days=yes": ("days", "found 'yes'"),
    "days=nan": ("days", "found nan"),
    "days=1e400": ("days", "found inf"),
    "days=１２": ("days=１２", "outside quotes, this cannot stand"),
    "days=a\0b": ("days=a\0b", "outside quotes, this cannot stand"),
    "days=\udcff": ("days=\udcff", "outside quotes, this cannot stand"),
    "days==1": ("days==1", "cannot be read"),
    "days=" + "9" * 5000: (f"days={'9' * 95}... (5,005 characters)", "thousands of digits"),
    "days=" + "x" * 5000: ("days", "... (5,002 characters)"),
    "days=" + "[" * 300 + "]" * 300: ("days", "(600 characters), not an int"),
    "days=${nope}": ("days=${nope}", "'nope' not found"),
    "days=${days}": ("days=${days}", "Recursive interpolation"),
    "days=${oc.env:GOVSIM_NOPE}": ("days=${oc.env:GOVSIM_NOPE}", "not found"),
    "into=${oc.env:PATH}": ("into", "it has a"),
    "study=winter": ("study", "into=winter says the folder"),
    "voice.p_report=nan": ("voice.p_report", "found nan"),
    "voice.p_report=inf": ("voice.p_report", "found inf"),
    "voice.p_report=true": ("voice.p_report", "found True"),
    "voice.p_report=" + "9" * 400: ("voice.p_report", "... (400 characters)"),
    "voice=null": ("voice", "found None"),
    "voice=1": ("voice", "found 1"),
    "voice=[]": ("voice", "found []"),
    "voice={nope:1}": ("voice.nope", "no such setting"),
    "voice={1:2}": ("voice.1", "no such setting"),
    "needs.mix=1": ("needs.mix", "found 1"),
    "needs.mix={a:1}": ("needs.mix", "a value, not settings"),
    "policy=1": ("policy", "found 1"),
    "policy=0": ("policy", "found 0"),
    "policy=[1,2]": ("policy", "'1' is not a lever"),
    "policy=[null]": ("policy", "'None' is not a lever"),
    "policy={a:1}": ("policy", "a value, not settings"),
    "policies=1": ("policies", "found 1"),
    "policies=null": ("policies", "found None"),
    "policies=[a]": ("policies", "found [a]"),
    "policies.dual_report=1": ("policies.dual_report", "found 1"),
    "policies={1:2}": ("policies.1", "no such setting"),
    "policies={dual_report:{}}": ("policies", "dual_report does not act"),
    "place=1": ("place", "'1' is not a place"),
    "place=": ("place", "'' is not a place"),
    "place=null": ("place", "'null' is not a place"),
    "place=[demo]": ("place", "'[demo]' is not a place"),
    "place={a:1}": ("place", "'{a:1}' is not a place"),
    "place=demo,nowhere": ("place", "'nowhere' is not a place"),
    "place=/tmp": ("/tmp", "it is no file"),
    "place=./nowhere.yaml": ("nowhere.yaml", "there is no such file"),
    "place.workers=null": ("place", "demo says no workers"),
    "place.workers=???": ("place", "demo says no workers"),
    "place.sources.population=x": ("place.sources.population", "no such setting"),
    "place.sources=1": ("place.sources", "found 1"),
    "place.name=": ("place.name", "it is empty"),
    "place.name=/abs": ("place.name", "it has a /"),
    "into=null": ("into", "found None"),
    "into=[a]": ("into", "found ['a']"),
    "into=../up": ("into", "it has a /"),
    "into=a\0b": ("into", "U+0000"),
    "into=" + "黄" * 67: ("into", "201 bytes"),
    "results_dir=a\0b": ("results_dir", "U+0000"),
    "hydra=1": ("hydra", "govsim sets itself"),
    "hydra.xyz=1": ("hydra.xyz", "govsim sets itself"),
    "hydra.run.dir=/tmp/x": ("hydra.run.dir", "govsim sets itself"),
    "hydra.sweeper.params={days:1}": ("hydra.sweeper.params", "govsim sets itself"),
    "hydra/launcher=a,b": ("hydra/launcher", "one plain value"),
    "hydra/launcher=nope": ("hydra/launcher", "hydra/sweeper=basic only"),
    "hydra/sweeper=nope": ("hydra/sweeper", "design, basic"),
    "hydra.launcher.x=1": ("hydra.launcher.x", "hydra/sweeper=basic only"),
    "hydrant=3": ("hydrant", "no such setting"),
    "x" * 5000 + "=1": (f"{'x' * 100}... (5,000 characters)", "no such setting"),
    "=1": ("=", "no such setting"),
    "days": ("days", "there is no = in it"),
    "+": ("+", "cannot be read"),
}
"""What was typed, where the problem is said to be, and words of it."""


def asked(typed: str) -> list[RunConfig]:
    """Runs of one argument in a sweep; what is not understood is not composed, which would take longer."""
    _, _, problems = understand([typed])
    if problems:
        raise ConfigError(problems)
    return [config for _, config in checked([typed], sweep=True)]


@pytest.mark.parametrize("typed", WORKS)
def test_a_form_works_as_hydra_means_it(typed: str) -> None:
    setting, values = WORKS[typed]
    assert [attrgetter(setting)(config) for config in asked(typed)] == values


@pytest.mark.parametrize("typed", REFUSED)
def test_a_form_that_cannot_be_is_refused_in_words(typed: str) -> None:
    where, words = REFUSED[typed]
    with pytest.raises(ConfigError) as caught:
        asked(typed)
    assert any(p.where == where and words in p.found + p.allowed for p in caught.value.problems)
    assert len(str(caught.value)) < 4000


@pytest.mark.parametrize("typed", [t for t in WORKS if "," in t or "range" in t])
def test_several_values_need_a_sweep(typed: str) -> None:
    if len(WORKS[typed][1]) > 1:
        with pytest.raises(ConfigError, match="-m for a sweep"):
            checked([typed])


def test_a_setting_is_said_once() -> None:
    for twice in (["days=90", "days=30"], ["policy=[whistle]", "policy=[]"], ["seed=1,2", "++seed=3"]):
        with pytest.raises(ConfigError, match="said twice"):
            checked(["place=demo", *twice], sweep=True)


def test_what_is_free_text_is_quoted_only_where_it_must_be() -> None:
    assert as_text("into=winter") == "into=winter"
    assert as_text("into=winter_24,summer") == "into=winter_24,summer"
    assert as_text("into=choice(a,b)") == "into=choice(a,b)"
    assert as_text("days=90") == "days=90"
    assert as_text("into=it's") == r"into='it\'s'"
    assert as_text("policies.grid_redivision.file=网格.csv") == "policies.grid_redivision.file='网格.csv'"
    assert as_text(as_text("into=黄石")) == as_text("into=黄石") == "into='黄石'"


@pytest.mark.parametrize(
    "typed",
    [["voice.p_report=0.4", "days=30"], ["policy=[dual_report]", "policies={dual_report:{active_share:0.1}}"],
     ["place=xialu", "needs={p_money:0.3,repair_yuan:900.0}", "needs.p_money=0.2"], ["service.limit_h=[1,2,3,4]"],
     ["policy=[]", "++seed=7"], ["place.title='a, b'"], ["policies.whistle.communities=[1,2]", "place=guancheng"]],
    ids=" ".join,
)  # fmt: skip
def test_values_laid_over_are_what_hydra_composes(typed: list[str]) -> None:
    """Hydra composes a choice of groups once; values are laid over it as Hydra itself would."""
    register()
    with initialize(version_base=VERSION_BASE, config_path=None):
        whole = OmegaConf.to_container(hydra_compose("config", overrides=typed), resolve=True)
    assert composed(typed) == whole
    assert composed([]) == composed([])  # and what was laid over one run is not in the next
    assert composed(["days=3"])["days"] == 3
    assert composed([])["days"] == 365


FORMS = [
    "days=90", "++days=90", "days='90'", "days=int(90.0)", "days=10,20", "days=choice(10,20)", "days=range(1,3)",
    "days=sort(20,10)", "days=tag(a,choice(10,20))", "voice.p_report=range(0.1,0.3,0.1)", "voice={p_report:0.4}",
    "voice={}", "place=demo,xialu", "place=glob(*,exclude=[b*,g*,j*,m*,t*,y*])", "place.name='2024'", "policy=[]",
    "policy=[],[whistle]", "policy=[dual_report,whistle]", "into='a,b'", "needs.mix=[0.1,0.2,0.3,0.1,0.1,0.1,0.1]",
]  # fmt: skip
"""Forms of overrides that work."""


def trees(typed: list[str]) -> list[Any]:
    """What Hydra's own sweeper would run, each composed by Hydra."""
    jobs = BasicSweeper.split_arguments([read_override(as_text(word)) for word in typed], None)[0]
    with initialize(version_base=VERSION_BASE, config_path=None):
        return [OmegaConf.to_container(hydra_compose("config", overrides=list(words)), resolve=True) for words in jobs]


@pytest.fixture(scope="module")
def _few_settings() -> Iterator[None]:
    """Leave most settings out for a while: Hydra takes a quarter of a second to compose all."""
    register()
    store, whole = ConfigStore.instance(), defaults()
    few = {**whole, "policies": {name: whole["policies"][name] for name in ("whistle", "dual_report")}}
    few = {key: value for key, value in few.items() if key not in GROUPS or key in ("voice", "needs", "service")}
    for node in (few, whole):
        store.store(name="govsim_defaults", node=node)
        _composed.cache_clear()
        if node is few:
            yield


@pytest.mark.usefixtures("_few_settings")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_gives_the_trees_of_hydra(form: str) -> None:
    good, _, problems = understand([form])
    assert not problems
    assert [composed(words) for words in combinations_of(good)] == trees([form])


@pytest.mark.usefixtures("_few_settings")
def test_sweeps_by_chance_give_the_trees_of_hydra() -> None:
    """Several settings at once, values and forms by chance."""
    random = Random(60)
    choices = {
        "place": ["demo", "xialu", "guancheng"],
        "policy": ["[]", "[whistle]", "[dual_report,whistle]", "dual_report"],
        "days": ["30", "'40'", "int(50.0)"],
        "seed": ["1", "7"],
        "voice.p_report": ["0.2", "3e-1"],
        "needs": ["{p_money:0.3}", "{p_money:0.3,repair_yuan:900.0}", "{}"],
        "policies.whistle.share": ["0.2", "0.5"],
        "policies.dual_report": ["{active_share:0.1}", "{active_share:0.1,start_day:10}"],
        "place.workers": ["20", "30"],
        "service.limit_h": ["[1,2,3,4]"],
        "place.title": ["'a, b'", "null"],
    }
    for _ in range(12):
        keys = random.sample(list(choices), random.randint(1, 6))
        typed = [f"{key}={random.choice(choices[key])}" for key in keys]
        assert [composed(typed)] == trees(typed), typed


def test_hydra_composes_once_for_a_choice_of_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    composed(["place=demo"])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("composed again")

    monkeypatch.setattr("sim.cli.compose.compose", never)
    runs = checked(["place=demo", "voice.p_report=0.1,0.2,0.3", "seed=1,2"], sweep=True)
    assert [(c.settings.voice.p_report, c.run.seed) for _, c in runs] == [
        (p, seed) for p in (0.1, 0.2, 0.3) for seed in (1, 2)
    ]
