//! Products and their variants.

use crate::{
    shop::Shop,
    world::{code, in_every_world, problems, within},
};
use commerce::product::{
    AddVariant, CreateProduct, UpdateProduct, UpdateVariant, activate_product, add_variant, archive_product,
    create_product, set_variant_active, update_product, update_variant,
};
use entities::{event::EventAction, product::ProductStatus, variant};
use kernel::{Code, Patch};
use store::Failure;

fn wanted(slug: &str) -> CreateProduct {
    CreateProduct {
        slug: slug.to_owned(),
        name: "Rust for Finance".to_owned(),
        description: Some("Money in Rust.".to_owned()),
        course_id: None,
    }
}

#[tokio::test]
async fn a_product_begins_as_a_draft_with_one_variant() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let product = shop.create(wanted("rust-for-finance")).await.unwrap();
        assert_eq!(product.status, ProductStatus::Draft);
        let variants = shop.world.all::<variant::Entity>().await;
        assert_eq!(variants.len(), 1);
        assert_eq!((variants[0].name.as_str(), variants[0].position), ("Standard", 1));
        assert_eq!(shop.world.events(EventAction::ProductCreated).await.len(), 1);

        let before = shop.world.census().await;
        assert_eq!(
            problems(shop.create(wanted("rust-for-finance")).await),
            ["slug SlugTaken"]
        );
        let empty = CreateProduct {
            name: " ".to_owned(),
            ..wanted("No Slug")
        };
        assert_eq!(
            problems(shop.create(empty).await),
            ["slug InvalidFormat", "name Required"]
        );
        let nothing = CreateProduct {
            course_id: Some(shop.world.store().new_id()),
            ..wanted("other")
        };
        let missing = shop.create(nothing).await;
        assert!(
            matches!(missing, Err(Failure::NotFound("courseId"))),
            "{missing:?}"
        );
        let denied = within!(shop.world, shop.marko, shop.id, |tx| create_product(
            tx,
            wanted("x")
        ));
        assert!(
            matches!(denied, Err(Failure::Forbidden("product.create"))),
            "{denied:?}"
        );
        assert_eq!(shop.world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_product_goes_on_sale_and_off_again() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let (id, _) = shop.product("p1").await;
        for _ in 0..2 {
            let product = within!(shop.world, shop.owner, shop.id, |tx| activate_product(tx, id)).unwrap();
            assert_eq!((product.status, product.version), (ProductStatus::Active, 2));
        }
        let product = within!(shop.world, shop.owner, shop.id, |tx| archive_product(tx, id)).unwrap();
        assert_eq!((product.status, product.version), (ProductStatus::Archived, 3));
        assert_eq!(shop.world.events(EventAction::ProductActivated).await.len(), 1);
        assert_eq!(shop.world.events(EventAction::ProductArchived).await.len(), 1);
        let hidden = within!(shop.world, shop.marko, shop.id, |tx| activate_product(tx, id));
        assert!(matches!(hidden, Err(Failure::NotFound("id"))), "{hidden:?}");
    })
    .await;
}

#[tokio::test]
async fn what_changes_is_told_and_what_does_not_is_not() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let (id, _) = shop.product("p1").await;
        shop.product("p2").await;
        let change = |name: &str, version: i32| UpdateProduct {
            name: Patch::Set(name.to_owned()),
            description: Patch::Clear,
            expected_version: Some(version),
            ..UpdateProduct::default()
        };
        let input = change("New name", 1);
        let product = within!(shop.world, shop.owner, shop.id, |tx, input| update_product(
            tx, id, input
        ))
        .unwrap();
        assert_eq!((product.name.as_str(), product.version), ("New name", 2));
        let input = change("New name", 2);
        let product = within!(shop.world, shop.owner, shop.id, |tx, input| update_product(
            tx, id, input
        ))
        .unwrap();
        assert_eq!(product.version, 2);
        let told = shop.world.events(EventAction::ProductUpdated).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].before, Some(serde_json::json!({ "name": "Product p1" })));
        let input = change("Newer", 1);
        let stale = within!(shop.world, shop.owner, shop.id, |tx, input| update_product(
            tx, id, input
        ));
        assert_eq!(
            problems(stale),
            [r#"expectedVersion VersionConflict {"currentVersion":2}"#]
        );
        let taken = within!(shop.world, shop.owner, shop.id, |tx| update_product(
            tx,
            id,
            UpdateProduct {
                slug: Patch::Set("p2".to_owned()),
                ..UpdateProduct::default()
            }
        ));
        assert_eq!(problems(taken), ["slug SlugTaken"]);
    })
    .await;
}

#[tokio::test]
async fn variants_are_added_renamed_and_taken_off() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let (product_id, first) = shop.product("p1").await;
        let team = AddVariant {
            product_id,
            name: "Team of five".to_owned(),
            sku: Some("RUST-5".to_owned()),
        };
        let added = within!(shop.world, shop.owner, shop.id, |tx, team| add_variant(tx, team)).unwrap();
        assert_eq!((added.position, added.is_active), (2, true));
        let again = within!(shop.world, shop.owner, shop.id, |tx, team| add_variant(tx, team));
        assert_eq!(code(again), Code::SkuTaken);
        let rename = UpdateVariant {
            name: Patch::Set("Single".to_owned()),
            sku: Patch::Set("RUST-5".to_owned()),
            expected_version: None,
        };
        let taken = within!(shop.world, shop.owner, shop.id, |tx, rename| update_variant(
            tx, first, rename
        ));
        assert_eq!(problems(taken), ["sku SkuTaken"]);
        let rename = UpdateVariant {
            sku: Patch::Set("RUST-1".to_owned()),
            ..rename
        };
        let renamed = within!(shop.world, shop.owner, shop.id, |tx, rename| update_variant(
            tx, first, rename
        ));
        assert_eq!(renamed.unwrap().sku.as_deref(), Some("RUST-1"));
        let off = within!(shop.world, shop.owner, shop.id, |tx| set_variant_active(
            tx, first, false
        ));
        assert_eq!(
            (off.as_ref().unwrap().is_active, off.unwrap().version),
            (false, 3)
        );
        assert_eq!(shop.world.events(EventAction::VariantUpdated).await.len(), 2);
        assert_eq!(shop.world.events(EventAction::VariantAdded).await.len(), 2);
    })
    .await;
}
