//! Where the bytes are.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{
    Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory,
    path::Path,
};
use std::{ops::Range, sync::Arc};
use uuid::Uuid;

/// Bytes could not be kept or given.
#[derive(Debug, thiserror::Error)]
#[error("the file store failed")]
pub struct FileStorageError(#[from] Error);

/// The store of all files.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
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

    /// Everything that is kept.
    pub fn ids(&self) -> BoxStream<'static, Result<Uuid, FileStorageError>> {
        self.store
            .list(None)
            .map_err(FileStorageError)
            .try_filter_map(|found| async move {
                let name = found.location.filename().and_then(|name| name.parse().ok());
                Ok(name)
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
