//! Pictures that people uploaded.

use async_graphql::SimpleObject;
use kernel::Picture;

/// An uploaded picture. It has been read and written anew: it is upright, small enough to be shown, and says nothing but what is
/// seen.
#[derive(SimpleObject, Clone, Debug)]
pub struct Image {
    /// Where it is fetched, relative to the address of this server. Whoever knows the address may fetch it, without a session; it
    /// never changes, another picture has another one.
    pub url: String,
    /// Pixels from left to right.
    pub width: i32,
    /// Pixels from top to bottom.
    pub height: i32,
}

impl Image {
    /// The picture of a name in a row.
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        let picture: Picture = name?.parse().ok()?;
        Some(Self {
            url: picture.address(),
            width: picture.width.into(),
            height: picture.height.into(),
        })
    }
}
