"""Money: the district's accounts, and what each lever costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from sim.state.costs import LeverCost
from sim.state.table import By


@dataclass(slots=True)
class Ledger:
    """Money of the district in fen (1/100 yuan); every entry has two sides, so the balance closes."""

    accounts: dict[str, int] = field(default_factory=dict)

    def move(self, source: str, target: str, fen: int) -> None:
        """Move money from one account to another."""
        self.accounts[source] = self.accounts.get(source, 0) - fen
        self.accounts[target] = self.accounts.get(target, 0) + fen

    def yuan(self, account: str) -> float:
        """Balance of an account in yuan."""
        return self.accounts.get(account, 0) / 100.0


@dataclass(slots=True)
class Money:
    """What the district spends; the communities' repair funds lie with the agenda, as the kernel pays out of them."""

    ledger: Annotated[Ledger, By("mechanisms.finance")] = field(default_factory=Ledger)
    costs: Annotated[dict[str, LeverCost], By("mechanisms.finance")] = field(default_factory=dict)  # by lever
