//! Files in a bucket.

use crate::s3::{KEY, S3};
use bytes::Bytes;
use files::{Bucket, Files};
use futures::TryStreamExt;
use std::ops::Range;
use uuid::Uuid;

fn bucket(endpoint: Option<String>) -> Bucket {
    Bucket {
        name: "school".to_owned(),
        prefix: "files/of it".to_owned(),
        region: Some("eu-test-1".to_owned()),
        endpoint,
    }
}

fn variables(key: &str) -> Vec<(String, String)> {
    [
        ("AWS_ACCESS_KEY_ID", key),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "eu-elsewhere-1"),
        ("AWS_BUCKET", "another"),
        ("AWS_WHATEVER", "x"),
        ("PATH", "/bin"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

fn open(endpoint: &str, key: &str) -> Files {
    let _already_there = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Files::in_bucket(&bucket(Some(endpoint.to_owned())), variables(key)).unwrap()
}

async fn read(files: &Files, id: Uuid, part: Option<Range<u64>>) -> Option<Vec<u8>> {
    let stream = files.get(id, part).await.unwrap()?;
    let parts: Vec<Bytes> = stream.try_collect().await.unwrap();
    Some(parts.concat())
}

#[tokio::test]
async fn a_bucket_keeps_gives_lists_and_forgets() {
    let s3 = S3::default();
    let files = open(&s3.start().await, KEY);
    assert_eq!(files.describe(), "bucket school");
    let (id, other) = (Uuid::from_u128(7), Uuid::from_u128(9));
    files.put(id, Bytes::from_static(b"hello")).await.unwrap();
    let keys: Vec<String> = s3.objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(keys, [format!("school/files/of%20it/07/{id}")]);
    assert_eq!(read(&files, id, None).await.unwrap(), b"hello");
    assert_eq!(read(&files, id, Some(1..3)).await.unwrap(), b"el");
    assert_eq!(read(&files, other, None).await, None);
    files.put(other, Bytes::new()).await.unwrap();
    files.delete(id).await.unwrap();
    files.delete(id).await.unwrap();
    assert_eq!(read(&files, id, None).await, None);
    files.probe(Uuid::nil()).await.unwrap();
    assert_eq!(s3.objects.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_listing_is_of_the_own_folder() {
    let s3 = S3::default();
    let endpoint = s3.start().await;
    let _already_there = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let plain = Bucket {
        prefix: "files".to_owned(),
        ..bucket(Some(endpoint))
    };
    let files = Files::in_bucket(&plain, variables(KEY)).unwrap();
    let id = Uuid::from_u128(7);
    files.put(id, Bytes::from_static(b"a")).await.unwrap();
    let foreign = format!("school/elsewhere/07/{}", Uuid::from_u128(8));
    s3.objects.lock().unwrap().insert(foreign, Bytes::new());
    let ids: Vec<Uuid> = files.ids().try_collect().await.unwrap();
    assert_eq!(ids, [id]);
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_stays_is_an_error() {
    let s3 = S3::default();
    let endpoint = s3.start().await;
    let files = open(&endpoint, KEY);
    let id = Uuid::from_u128(7);
    *s3.failures.lock().unwrap() = 2;
    files.put(id, Bytes::from_static(b"hello")).await.unwrap();
    assert_eq!(read(&files, id, None).await.unwrap(), b"hello");
    *s3.failures.lock().unwrap() = 100;
    assert!(files.get(id, None).await.is_err());
    *s3.failures.lock().unwrap() = 0;
    let stranger = open(&endpoint, "AKIDSTRANGER");
    let refused = stranger.probe(Uuid::nil()).await.unwrap_err();
    assert_eq!(refused.to_string(), "the file store failed");
    assert_eq!(s3.objects.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_usual_variable_says_where_the_store_is() {
    let s3 = S3::default();
    let _already_there = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut given = variables(KEY);
    given.push(("AWS_ENDPOINT_URL".to_owned(), s3.start().await));
    let files = Files::in_bucket(&bucket(None), given).unwrap();
    files.probe(Uuid::nil()).await.unwrap();
    files.put(Uuid::from_u128(7), Bytes::new()).await.unwrap();
    assert_eq!(s3.objects.lock().unwrap().len(), 1);
}
