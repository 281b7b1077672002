//! Hashing passwords, which is slow on purpose and therefore kept away from the threads that answer requests.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{self, PasswordHasher, PasswordVerifier},
};
use kernel::{Random, TextLimits};
use std::sync::Arc;
use store::Failure;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// What one hash costs whoever computes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB; at least 8 per lane.
    pub memory_kib: u32,
    /// How often the memory is gone through.
    pub passes: u32,
    /// How many lanes could be computed in parallel.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Why a password could not be hashed or compared. None of it is about the password being wrong.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The cost is outside what argon2 knows.
    #[error("the cost of password hashing is out of range")]
    Cost(#[source] argon2::Error),
    /// The computation failed, or the stored hash is malformed.
    #[error("password hashing failed")]
    Hashing(#[source] password_hash::Error),
    /// The runtime is shutting down.
    #[error("password hashing was stopped")]
    Stopped,
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Cost(_) => Self::Defect("the cost of password hashing is out of range"),
            PasswordError::Hashing(_) => Self::Defect("password hashing failed"),
            PasswordError::Stopped => Self::Defect("password hashing was stopped"),
        }
    }
}

/// Hashes and compares passwords with argon2id, as many at a time as there are cores. Cheap to clone.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    nobodys: String,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

impl Passwords {
    /// Hashing at a cost. Computes one hash, to have something that costs the same to compare with.
    pub fn new(cost: PasswordCost) -> Result<Self, PasswordError> {
        let params =
            Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(PasswordError::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobodys = hash(&argon2, "nobody has this password", &[0; SALT])?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Inner {
            argon2,
            turns: Arc::new(Semaphore::new(cores)),
            nobodys,
        })))
    }

    /// The form of a password that may be stored.
    pub async fn hash(&self, password: &str, random: &dyn Random) -> Result<String, PasswordError> {
        let mut salt = [0; SALT];
        random.fill(&mut salt);
        let password = normalized(password);
        self.run(move |inner| hash(&inner.argon2, &password, &salt)).await
    }

    /// Whether a password is the one a hash was made of.
    pub async fn verify(&self, password: &str, hash: &str) -> Result<bool, PasswordError> {
        let (password, hash) = (normalized(password), hash.to_owned());
        self.run(move |inner| matches(&inner.argon2, &password, &hash))
            .await
    }

    /// Takes as long as [`Self::verify`], for accounts that do not exist.
    pub async fn verify_against_nothing(&self, password: &str) -> Result<(), PasswordError> {
        let password = normalized(password);
        self.run(move |inner| matches(&inner.argon2, &password, &inner.nobodys).map(|_never| ()))
            .await
    }

    /// Whether a password is so long that it cannot have been set.
    pub(crate) fn is_overlong(password: &str) -> bool {
        password.nfc().nth(TextLimits::PASSWORD_MAX).is_some()
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.0.turns)
            .acquire_owned()
            .await
            .map_err(|_closed| PasswordError::Stopped)?;
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            // Held until the work is done, even if whoever asked has gone away.
            let _turn = turn;
            work(&inner)
        })
        .await
        .map_err(|_stopped| PasswordError::Stopped)?
    }
}

const SALT: usize = 16;

/// The same password typed on two keyboards is the same password.
fn normalized(password: &str) -> String {
    password.nfc().collect()
}

fn hash(argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<String, PasswordError> {
    argon2
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(PasswordError::Hashing)
}

fn matches(argon2: &Argon2<'_>, password: &str, hash: &str) -> Result<bool, PasswordError> {
    match argon2.verify_password(password.as_bytes(), hash) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(PasswordError::Hashing(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededRandom;

    const CHEAP: PasswordCost = PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let (passwords, random) = (Passwords::new(CHEAP).unwrap(), SeededRandom::new(1));
        let hash = passwords.hash("caf\u{e9} au lait", &random).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(passwords.verify("cafe\u{301} au lait", &hash).await.unwrap());
        assert!(!passwords.verify("cafe au lait", &hash).await.unwrap());
        assert_ne!(hash, passwords.hash("caf\u{e9} au lait", &random).await.unwrap());
        assert!(passwords.verify("x", "not a hash").await.is_err());
    }

    #[test]
    fn the_usual_cost_is_what_it_says() {
        let nobodys = &Passwords::new(PasswordCost::default()).unwrap().0.nobodys;
        assert!(
            nobodys.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{nobodys}"
        );
        let nonsense = PasswordCost {
            memory_kib: 0,
            ..CHEAP
        };
        assert!(matches!(Passwords::new(nonsense), Err(PasswordError::Cost(_))));
    }
}
