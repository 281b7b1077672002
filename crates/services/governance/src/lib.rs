//! The write side of what an organization lets others know: the endpoints of other systems, their secrets, and sending something
//! again. What happens is turned into deliveries by the worker, not here.

pub mod webhook;
