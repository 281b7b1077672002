//! Products and their variants: what can be put on sale.

mod create;
mod status;
mod update;
mod variant;

pub use create::{CreateProduct, create_product};
pub use status::{activate_product, archive_product};
pub use update::{UpdateProduct, update_product};
pub use variant::{AddVariant, UpdateVariant, add_variant, set_variant_active, update_variant};

pub(crate) use variant::of_variant;

use kernel::{Code, Problem};
use store::Failure;

/// A unique value that another product has.
fn taken(failure: Failure) -> Failure {
    failure
        .when_taken("slug", || Problem::at("slug", Code::SlugTaken))
        .when_taken("course", || Problem::at("courseId", Code::CourseSoldAlready))
}
