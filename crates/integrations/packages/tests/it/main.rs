//! Packages as they come from outside: well-formed, broken, and made to do harm.

mod archives;
mod cartridge;
mod damaged;
mod fixtures;
mod gift;
mod hostile;
mod olx;
mod real;
