//! A file that somebody uploaded.

use crate::{DateTime, OrgView, RequestContext, content::keys::FileById};
use async_graphql::{ID, Object, Result};
use entities::file;
use kernel::{FileId, file_address};
use std::sync::Arc;
use store::Target;

/// A file that somebody uploaded.
#[derive(Clone, Debug)]
pub struct File {
    row: file::Model,
}

impl File {
    /// A file the actor may read.
    pub const fn new(row: file::Model) -> Self {
        Self { row }
    }

    /// The row behind it.
    pub const fn row(&self) -> &file::Model {
        &self.row
    }
}

/// A file that somebody uploaded.
#[Object]
impl File {
    /// The file's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Its name, such as `slides.pdf`.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// Its media type, such as `application/pdf`; read from its bytes, whatever the uploader called it.
    async fn content_type(&self) -> &str {
        &self.row.content_type
    }
    /// Its length in bytes.
    async fn byte_size(&self) -> i64 {
        self.row.byte_size
    }
    /// Where it is downloaded, relative to the address of this server. It takes the same session as this request, by header
    /// or cookie, and whoever may not read the lesson gets 404. Ranges of bytes can be asked for.
    async fn url(&self) -> String {
        file_address(self.row.id, &self.row.name)
    }
    /// When it was uploaded.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// The file with an id, wherever it is. Not there and not readable look the same.
pub async fn file_by_id(request: &Arc<RequestContext>, id: FileId) -> Result<Option<File>> {
    let target = Target::of::<file::Entity>("id", id);
    let Some(view) = OrgView::enter(request, &target).await? else {
        return Ok(None);
    };
    Ok(view.load(FileById(id)).await?.map(File::new))
}
