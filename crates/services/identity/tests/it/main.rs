//! What identity promises, asked of a real database: always SQLite, and PostgreSQL where `TEST_DATABASE_URL` names one
//! whose role may create databases.

#[cfg(test)]
mod bans;
#[cfg(test)]
mod impersonation;
#[cfg(test)]
mod job_profiles;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_up;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod users;
#[cfg(test)]
mod world;
