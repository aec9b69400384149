"""Times of several channels are never fitted as one: a file that holds several asks which."""

from pathlib import Path

import pytest

from sim.data.columns import Reading
from sim.data.handle import fit_handle
from sim.data.read import read_contacts
from sim.data.select import only_channel
from sim.errors import UsageError


@pytest.fixture
def contacts(tmp_path: Path):
    """Twenty calls of about 60 s and twenty chats of about 600 s."""
    rows = [f"2026-03-02 09:{k:02d}:00,phone,{50 + k},answered" for k in range(20)]
    rows += [f"2026-03-02 10:{k:02d}:00,chat,{590 + k},answered" for k in range(20)]
    (tmp_path / "contacts.csv").write_text("arrived,channel,talk,outcome\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return read_contacts(tmp_path / "contacts.csv", Reading(), ("talk",))


def test_a_file_with_two_channels_asks_which(contacts):
    """The channels are named with their numbers."""
    with pytest.raises(UsageError, match=r"several channels \(phone 20, chat 20\); fit one: --only NAME"):
        only_channel(contacts, None)


def test_each_channel_alone_has_its_own_mean(contacts):
    """59.5 s on the phone, 599.5 s in the chat; the mixture of 329.5 s is nobody's."""
    means = {name: fit_handle(only_channel(contacts, name)).overall.mean_s.value for name in ("phone", "chat")}
    assert means == pytest.approx({"phone": 59.5, "chat": 599.5})


def test_a_channel_the_file_does_not_have_is_refused(contacts):
    """With the nearest name."""
    with pytest.raises(UsageError, match='did you mean "phone"'):
        only_channel(contacts, "fone")


def test_a_file_of_one_channel_needs_no_name(contacts):
    """What is chosen already is not asked for again."""
    assert len(only_channel(only_channel(contacts, "phone"), None)) == 20
