"""What the server has told so far: ids by their type, cursors, codes. Requests made of it reach something."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from pathlib import Path
from random import Random
from typing import Any

import requests

ID = re.compile(r"^([a-z_]+)_[0-9a-hjkmnp-tv-z]{26}$")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Names of arguments that say less than the type of the id they want.
NAMED = {
    "account": "ledger_account",
    "actor": "user",
    "attachment": "file",
    "attempt": "quiz_attempt",
    "line": "order_line",
    "mentor": "employee",
    "option": "quiz_option",
    "owner": "employee",
    "permission": "permission_grant",
    "question": "quiz_question",
    "rating": "course_rating",
    "run": "payout_run",
}


class Known:
    """A memory with room for the first and the newest few of everything."""

    ROOM = 60
    # Half of what there is outlives what ends it, so that there is something left for what comes after in the alphabet.
    ENDING = re.compile(
        r"^(archive|ban|cancel|deactivate|decline|delete|end[A-Z]|reject|remove|revoke|suspend|terminate)"
    )

    def __init__(self) -> None:
        self.ids: dict[str, list[str]] = defaultdict(list)
        self.cursors: deque[str] = deque(maxlen=60)
        self.codes: deque[str] = deque(maxlen=60)
        self.slugs: deque[str] = deque(["alpenglow"], maxlen=20)
        # Who sends the requests: banning or suspending them would end the tests.
        self.senders: set[str] = set()
        # Which type of id an input wants, by the root field and the path in it, as the server's refusals say.
        self.wanted: dict[tuple[str, ...], str] = {}

    def learn(self, value: Any, name: str = "") -> None:
        """Keeps what can be used again out of an answer."""
        if isinstance(value, dict):
            for key, inner in value.items():
                if key != "extensions":
                    self.learn(inner, key)
        elif isinstance(value, list):
            for inner in value:
                self.learn(inner, name)
        elif isinstance(value, str):
            found = ID.match(value)
            if found and value not in self.ids[found[1]]:
                self.ids[found[1]].append(value)
                if len(self.ids[found[1]]) > self.ROOM:
                    del self.ids[found[1]][self.ROOM // 3]
            elif name.endswith("ursor") and value not in self.cursors:
                self.cursors.append(value)
            elif name == "code" and not value.isupper() and value not in self.codes:
                self.codes.append(value)

    def learn_wanted(self, root: str, refusals: list[dict[str, Any]]) -> None:
        """Keeps of what type an id has to be."""
        for refusal in refusals:
            expected = (refusal.get("params") or {}).get("expected")
            if isinstance(expected, str) and refusal.get("field"):
                path = tuple(step for step in refusal["field"] if not str(step).isdigit())
                self.wanted[(root, *path)] = expected

    def id(self, random: Random, path: tuple[str, ...]) -> str | None:
        """An id for an input: of the right type if that is known or can be guessed, now and then of another."""
        # Names say their type last: `chosenOptionIds`, `suspendMember` for a mere `id`.
        name = path[0] if path[-1] in ("id", "ids") else path[-1]
        words = CAMEL.sub("_", name).lower().removesuffix("s").removesuffix("_id").split("_")
        guesses = ["_".join(words[start:]) for start in range(len(words))]
        guesses = [NAMED.get(guess, guess) for guess in guesses]
        prefix = self.wanted.get(path) or next((guess for guess in guesses if guess in self.ids), guesses[-1])
        if prefix not in self.ids or random.random() < 0.04:
            prefix = random.choice(sorted(self.ids))
        spared = self.senders if prefix == "user" or random.random() < 0.95 else set()
        candidates = [known for known in self.ids[prefix] if known not in spared]
        if self.ENDING.search(path[0]):
            candidates = [known for known in candidates if known[-1] < "h"] or candidates
        if random.random() < 0.4:
            candidates = candidates[:10]
        return random.choice(candidates) if candidates else None


class People:
    """Who the requests are sent by: mostly the demo's owner, sometimes others."""

    OWNER, OPERATOR, LEARNER = "ana@alpenglow.example", "olga@volmify.example", "marko@alpenglow.example"
    # Who leaves and ends sessions, so that the others need not sign in again and again, which the server would stop.
    LEAVING = "kim@alpenglow.example"
    OF_LEAVING = re.compile(r"leaveOrganization|signOut|revoke\w*Sessions?$|changePassword")
    OF_OPERATORS = re.compile(
        r"users$|organizations$|banUser|unbanUser|impersonateUser|stopImpersonating|createOrganization|setFeeSchedule|RateLimit"
    )
    OF_LEARNERS = re.compile(
        r"completeLesson|openLesson|rateCourse|recordWatched|QuizAttempt|QuizAnswers|unlock\w+Early|placeOrder|cancelOrder|deleteCourseRating"
    )

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        demo = requests.get(endpoint.replace("/graphql", "/graphiql/demo.json"), timeout=30).json()
        self.passwords = {account["email"]: account["password"] for account in demo["accounts"]}
        self.tokens: dict[str, str | None] = {}

    def token(self, email: str) -> str | None:
        """The token of somebody's session, after signing in where there is none; nothing after too many attempts."""
        if email not in self.tokens:
            query = "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }"
            given = {"input": {"email": email, "password": self.passwords[email]}}
            answer = requests.post(self.endpoint, json={"query": query, "variables": given}, timeout=30).json()
            token = answer["data"]["signIn"]["token"]
            if token is None and email != self.LEAVING:
                raise RuntimeError(f"{email} cannot sign in any more: {answer}")
            self.tokens[email] = token
        return self.tokens[email]

    def somebody(self, random: Random, operation: str) -> str | None:
        """Who sends a request: mostly somebody who may do this."""
        if self.OF_LEAVING.search(operation):
            return self.LEAVING
        weights = [80, 6, 10, 4]
        if self.OF_OPERATORS.search(operation):
            weights = [15, 70, 10, 5]
        elif self.OF_LEARNERS.search(operation):
            weights = [25, 1, 70, 4]
        return random.choices([self.OWNER, self.OPERATOR, self.LEARNER, None], weights)[0]


def read_demo(people: People) -> Known:
    """Everything that there is to find in the demo."""
    known = Known()
    document = (Path(__file__).parent / "everything.graphql").read_text()
    operations = re.findall(r"^query (\w+)", document, re.MULTILINE)
    for email in (People.OWNER, People.LEARNER, People.OPERATOR, People.LEAVING):
        for operation in operations:
            asked = {"query": document, "operationName": operation, "variables": {"slug": "alpenglow"}}
            headers = {"authorization": f"Bearer {people.token(email)}"}
            answer = requests.post(people.endpoint, json=asked, headers=headers, timeout=30).json()
            if email == People.OWNER and answer.get("errors"):
                raise RuntimeError(f"{operation} in everything.graphql: {answer['errors']}")
            known.learn(answer.get("data"))
            if operation == "Own":
                known.senders |= {
                    found for found in re.findall(r"(?:user|member|employee)_\w{26}", str(answer["data"]["viewer"]))
                }
    return known
