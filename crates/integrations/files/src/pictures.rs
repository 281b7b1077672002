//! Where the bytes of pictures are: apart from files, because anybody may fetch them.

use crate::{FileStorageError, Files, storage::PICTURES};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use kernel::Picture;
use object_store::{Error, ObjectStoreExt, path::Path};

impl Files {
    /// Keeps a picture.
    pub async fn put_picture(&self, picture: &Picture, bytes: Bytes) -> Result<(), FileStorageError> {
        self.store.put(&place(picture), bytes.into()).await?;
        Ok(())
    }

    /// The bytes of a picture and their number. Nothing, where there is none of exactly that name.
    pub async fn get_picture(
        &self,
        picture: &Picture,
    ) -> Result<Option<(u64, BoxStream<'static, Result<Bytes, FileStorageError>>)>, FileStorageError> {
        match self.store.get(&place(picture)).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok(Some((
                    size,
                    found.into_stream().map_err(FileStorageError::from).boxed(),
                )))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets a picture; there may be none.
    pub async fn delete_picture(&self, picture: &Picture) -> Result<(), FileStorageError> {
        match self.store.delete(&place(picture)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Every picture that is kept.
    pub fn pictures(&self) -> BoxStream<'static, Result<Picture, FileStorageError>> {
        self.store
            .list(Some(&Path::from(PICTURES)))
            .map_err(FileStorageError::from)
            .try_filter_map(|found| async move {
                Ok(found.location.filename().and_then(|name| name.parse().ok()))
            })
            .boxed()
    }
}

fn place(picture: &Picture) -> Path {
    let [.., last] = picture.id.into_bytes();
    Path::from(format!("{PICTURES}/{last:02x}/{picture}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn pictures_and_files_are_apart() {
        let folder = tempfile::tempdir().unwrap();
        let picture: Picture = format!("{}-4x2.png", Uuid::from_u128(7)).parse().unwrap();
        let other = Picture {
            width: 5,
            ..picture.clone()
        };
        for files in [Files::in_folder(folder.path()).unwrap(), Files::in_memory()] {
            files
                .put_picture(&picture, Bytes::from_static(b"pixels"))
                .await
                .unwrap();
            files
                .put(Uuid::from_u128(7), Bytes::from_static(b"file"))
                .await
                .unwrap();
            let (size, bytes) = files.get_picture(&picture).await.unwrap().unwrap();
            let bytes: Vec<Bytes> = bytes.try_collect().await.unwrap();
            assert_eq!((size, bytes.concat().as_slice()), (6, b"pixels".as_slice()));
            assert!(files.get_picture(&other).await.unwrap().is_none());
            let ids: Vec<Uuid> = files.ids().try_collect().await.unwrap();
            assert_eq!(ids, [Uuid::from_u128(7)]);
            let pictures: Vec<Picture> = files.pictures().try_collect().await.unwrap();
            assert_eq!(pictures, std::slice::from_ref(&picture));
            files.delete_picture(&picture).await.unwrap();
            files.delete_picture(&picture).await.unwrap();
            assert!(files.get_picture(&picture).await.unwrap().is_none());
            assert!(files.get(Uuid::from_u128(7), None).await.unwrap().is_some());
        }
    }
}
