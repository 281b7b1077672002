//! What changes cost besides what they are asked to show. A point stands for a field; these stand for what it takes.

/// A usual change: a transaction with its locks, its event and its deliveries.
pub(crate) const WRITE: usize = 10;

/// A change that hashes a password or asks a payment provider.
pub(crate) const HEAVY: usize = 50;

/// A change that brings a file, which is in memory meanwhile and is checked or drawn anew.
pub(crate) const FILE: usize = 100;

/// A change of as many rows as there are: an import, a run of payouts, the end of a month.
pub(crate) const RUN: usize = 500;
