//! Where the bytes are.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{
    ClientOptions, Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path, prefix::PrefixStore,
};
use std::{ops::Range, sync::Arc, time::Duration};
use uuid::Uuid;

/// The folder of pictures.
pub(crate) const PICTURES: &str = "pictures";

/// How long a bucket may take to let somebody in, how long one file may take, and how long a request is repeated.
const CONNECT: Duration = Duration::from_secs(5);
const TRANSFER: Duration = Duration::from_mins(10);
const REPEAT: Duration = Duration::from_secs(15);

/// Bytes could not be kept or given.
#[derive(Debug, thiserror::Error)]
#[error("the file store failed")]
pub struct FileStorageError(#[from] Error);

/// A bucket of a store that speaks S3.
///
/// Who asks, and where the bucket is unless something is said here, is in the usual variables: `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL`, or in the role of the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The folder in it; empty for all of it.
    pub prefix: String,
    /// The region it is in.
    pub region: Option<String>,
    /// Where the store is reached if it is none of Amazon; `http` is allowed.
    pub endpoint: Option<String>,
}

/// The store of all files.
#[derive(Clone)]
pub struct Files {
    pub(crate) store: Arc<dyn ObjectStore>,
    described: String,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.described)
    }
}

impl Files {
    /// Files in a folder, which is made if it is not there.
    pub fn in_folder(folder: &std::path::Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(std::io::Error::other)?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            described: format!("folder {}", folder.display()),
        })
    }

    /// Files in a bucket. `variables` are those of the environment; nothing is asked of the store yet.
    pub fn in_bucket(
        bucket: &Bucket,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, FileStorageError> {
        let Bucket {
            name,
            prefix,
            region,
            endpoint,
        } = bucket;
        let mut builder = AmazonS3Builder::new();
        let mut endpoint = endpoint.clone();
        for (variable, value) in variables {
            if variable == "AWS_ENDPOINT_URL" && endpoint.is_none() {
                endpoint = Some(value);
                continue;
            }
            // As the command line of Amazon does it: the names that begin so and mean something.
            if variable.starts_with("AWS_")
                && let Ok(key) = variable.to_ascii_lowercase().parse()
            {
                builder = builder.with_config(key, value);
            }
        }
        if let Some(region) = region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let client = ClientOptions::new()
            .with_allow_http(endpoint.as_deref().is_some_and(|url| url.starts_with("http://")))
            .with_connect_timeout(CONNECT)
            .with_timeout(TRANSFER);
        let store = builder
            .with_bucket_name(name)
            // Every store deletes one object; not every one deletes several at once.
            .with_disable_bulk_delete(true)
            .with_client_options(client)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: REPEAT,
                ..RetryConfig::default()
            })
            .build()?;
        Ok(Self {
            store: Arc::new(PrefixStore::new(store, prefix.as_str())),
            described: format!("bucket {name}"),
        })
    }

    /// Files that are gone with the process; for tests.
    pub fn in_memory() -> Self {
        Self {
            store: Arc::new(InMemory::new()),
            described: "memory".to_owned(),
        }
    }

    /// Where they are, for people.
    pub fn describe(&self) -> &str {
        &self.described
    }

    /// Keeps bytes.
    pub async fn put(&self, id: Uuid, bytes: Bytes) -> Result<(), FileStorageError> {
        self.store.put(&place(id), bytes.into()).await?;
        Ok(())
    }

    /// The bytes, or a part of them. Nothing, where there are none.
    pub async fn get(
        &self,
        id: Uuid,
        part: Option<Range<u64>>,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, FileStorageError>>>, FileStorageError> {
        let options = GetOptions {
            range: part.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        match self.store.get_opts(&place(id), options).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(FileStorageError).boxed())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets bytes; there may be none.
    pub async fn delete(&self, id: Uuid) -> Result<(), FileStorageError> {
        match self.store.delete(&place(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes, reads and deletes a few bytes, to see whether all of it is allowed.
    pub async fn probe(&self, id: Uuid) -> Result<(), FileStorageError> {
        self.put(id, Bytes::from_static(b"volmify doctor")).await?;
        let read = match self.get(id, None).await? {
            Some(bytes) => bytes.try_collect::<Vec<Bytes>>().await.map(drop),
            None => Ok(()),
        };
        self.delete(id).await?;
        read
    }

    /// Every file that is kept, pictures apart.
    pub fn ids(&self) -> BoxStream<'static, Result<Uuid, FileStorageError>> {
        self.store
            .list(None)
            .map_err(FileStorageError)
            .try_filter_map(|found| async move {
                if found
                    .location
                    .parts()
                    .next()
                    .is_some_and(|part| part.as_ref() == PICTURES)
                {
                    return Ok(None);
                }
                Ok(found.location.filename().and_then(|name| name.parse().ok()))
            })
            .boxed()
    }
}

/// The last two digits of an id are random, so folders fill evenly.
fn place(id: Uuid) -> Path {
    let [.., last] = id.into_bytes();
    Path::from(format!("{last:02x}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(files: &Files, id: Uuid, part: Option<Range<u64>>) -> Option<Vec<u8>> {
        let stream = files.get(id, part).await.unwrap()?;
        let parts: Vec<Bytes> = stream.try_collect().await.unwrap();
        Some(parts.concat())
    }

    #[tokio::test]
    async fn a_folder_and_memory_keep_give_and_forget() {
        let folder = tempfile::tempdir().unwrap();
        let (id, other) = (Uuid::from_u128(7), Uuid::from_u128(9));
        for files in [
            Files::in_folder(&folder.path().join("new/files")).unwrap(),
            Files::in_memory(),
        ] {
            files.put(id, Bytes::from_static(b"hello")).await.unwrap();
            assert_eq!(read(&files, id, None).await.unwrap(), b"hello");
            assert_eq!(read(&files, id, Some(1..3)).await.unwrap(), b"el");
            assert_eq!(read(&files, other, None).await, None);
            let ids: Vec<Uuid> = files.ids().try_collect().await.unwrap();
            assert_eq!(ids, [id]);
            files.delete(id).await.unwrap();
            files.delete(id).await.unwrap();
            assert_eq!(read(&files, id, None).await, None);
        }
    }
}
