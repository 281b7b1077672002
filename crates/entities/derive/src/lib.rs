//! `#[derive(ByPosition)]`, for the rows of tables.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Type, parse_macro_input};

/// Reads the fields of a struct from neighbouring columns, which stand in the order of the fields.
#[proc_macro_derive(ByPosition)]
pub fn by_position(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            Fields::Unnamed(_) | Fields::Unit => {
                return Err(Error::new_spanned(input, "its fields need names"));
            }
        },
        Data::Enum(_) | Data::Union(_) => return Err(Error::new_spanned(input, "only rows have columns")),
    };
    let name = &input.ident;
    let readers = fields.iter().enumerate().map(|(offset, field)| {
        let name = &field.ident;
        let read = if is_option(&field.ty) {
            quote!(optional)
        } else {
            quote!(required)
        };
        quote!(#name: columns.#read(#offset, stringify!(#name))?)
    });
    let Some(first) = fields.first().and_then(|field| field.ident.as_ref()) else {
        return Err(Error::new_spanned(input, "it has no columns"));
    };
    Ok(quote! {
        impl ::entities::ByPosition for #name {
            const FIRST: &'static str = stringify!(#first);

            fn read(columns: ::entities::Columns<'_>) -> ::std::result::Result<Self, ::sea_orm::DbErr> {
                Ok(Self { #(#readers),* })
            }
        }
    })
}

fn is_option(of: &Type) -> bool {
    if let Type::Path(path) = of {
        path.path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Option")
    } else {
        false
    }
}
