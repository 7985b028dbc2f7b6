"""A reader of iCalendar files (RFC 5545) that knows nothing of the library that wrote them."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Property:
    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value of a TEXT property, unescaped (3.3.11)."""
        return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    name: str
    properties: dict[str, Property] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def __getitem__(self, name: str) -> Property:
        return self.properties[name]

    def __contains__(self, name: str) -> bool:
        return name in self.properties

    def all(self, name: str) -> list["Component"]:
        return [component for component in self.components if component.name == name]


def content_lines(file: bytes) -> list[str]:
    """Return the unfolded lines; checks line ends and the limit of 75 octets (3.1)."""
    assert file.endswith(b"\r\n")
    lines = file.split(b"\r\n")[:-1]
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert not [line for line in lines if len(line) > 75]
    unfolded = re.sub(rb"\r\n[ \t]", b"", file).decode("utf-8")
    return unfolded.split("\r\n")[:-1]


def read(file: bytes) -> Component:
    """Return the file's one calendar."""
    root = Component("")
    open_components = [root]
    for line in content_lines(file):
        name, parameters, value = _parts(line)
        if name == "BEGIN":
            component = Component(value)
            open_components[-1].components.append(component)
            open_components.append(component)
        elif name == "END":
            assert open_components.pop().name == value
        else:
            assert name not in open_components[-1].properties, f"{name} twice"
            open_components[-1].properties[name] = Property(value, parameters)
    assert open_components == [root]
    (calendar,) = root.components
    assert calendar.name == "VCALENDAR"
    return calendar


def events(file: bytes) -> dict[str, Component]:
    """Return the file's events by their summary."""
    return {event["SUMMARY"].text: event for event in read(file).all("VEVENT")}


def _parts(line: str) -> tuple[str, dict[str, str], str]:
    found = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    assert found, f"not a content line: {line!r}"
    pairs = re.findall(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)', found[2])
    return found[1], {key: value.strip('"') for key, value in pairs}, found[3]
