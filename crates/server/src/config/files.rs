//! Where uploaded files are.

use anyhow::Context;
use files::Bucket;
use std::path::PathBuf;
use url::Url;

/// Where uploaded files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileSettings {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of a store that speaks S3.
    Bucket(Bucket),
}

/// What was given about it.
pub(super) struct Given {
    pub(super) folder: Option<PathBuf>,
    pub(super) url: Option<String>,
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
}

/// Fills the gaps.
pub(super) fn resolve(given: Given, usual: PathBuf) -> anyhow::Result<FileSettings> {
    let Given {
        folder,
        url,
        region,
        endpoint,
    } = given;
    let Some(url) = url else {
        anyhow::ensure!(
            region.is_none() && endpoint.is_none(),
            "--files-region and --files-endpoint say where a bucket is, and there is no --files-url"
        );
        return Ok(FileSettings::Folder(folder.unwrap_or(usual)));
    };
    anyhow::ensure!(
        folder.is_none(),
        "files are in a folder or in a bucket; give --files-folder or --files-url"
    );
    let parsed = Url::parse(&url).ok().filter(|url| {
        url.scheme() == "s3" && url.username().is_empty() && url.password().is_none() && url.port().is_none()
    });
    let name = parsed
        .as_ref()
        .and_then(Url::host_str)
        .unwrap_or_default()
        .to_owned();
    let prefix = parsed.as_ref().map(Url::path).unwrap_or_default();
    anyhow::ensure!(
        !name.is_empty()
            && prefix
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
            && parsed
                .as_ref()
                .is_some_and(|url| url.query().is_none() && url.fragment().is_none()),
        "--files-url names a bucket, such as s3://bucket or s3://bucket/folder, in plain letters and without credentials"
    );
    let endpoint = endpoint
        .map(|text| {
            Url::parse(&text)
                .ok()
                .filter(|url| {
                    matches!(url.scheme(), "http" | "https")
                        && url.has_host()
                        && url.username().is_empty()
                        && url.password().is_none()
                })
                .map(|url| url.as_str().trim_end_matches('/').to_owned())
                .context("--files-endpoint is a web address such as https://minio.example.com")
        })
        .transpose()?;
    Ok(FileSettings::Bucket(Bucket {
        name,
        prefix: prefix.trim_matches('/').to_owned(),
        region,
        endpoint,
    }))
}
