//! Organizations with people in them.

use crate::{Person, TestApp};
use serde_json::{Value, json};

/// An organization with one person in each position, all made through the API.
#[derive(Debug)]
pub struct Staff<'a> {
    /// The organization's id.
    pub organization: String,
    /// The organization's slug.
    pub slug: String,
    /// Founded it.
    pub owner: Person<'a>,
    /// Has the access role HR and works as staff.
    pub hr: Person<'a>,
    /// Works as a creator.
    pub creator: Person<'a>,
    /// A plain member.
    pub member: Person<'a>,
    /// The member ids of owner, HR, creator and member.
    pub member_ids: [String; 4],
    /// The employee ids of owner, HR and creator.
    pub employee_ids: [String; 3],
}

impl<'a> Staff<'a> {
    /// Founds an organization; everybody's address starts with the slug.
    pub async fn found(app: &'a TestApp, slug: &str) -> Self {
        let owner = app.person(&format!("{slug}.owner")).await;
        let founded = owner
            .mutate(
                "createOrganization",
                json!({ "name": slug, "slug": slug }),
                "organization { id viewerMember { id employee { id } } }",
            )
            .await;
        let founded = founded.payload()["organization"].clone();
        let organization = text(&founded["id"]);
        let mut staff = Self {
            slug: slug.to_owned(),
            hr: app.person(&format!("{slug}.hr")).await,
            creator: app.person(&format!("{slug}.creator")).await,
            member: app.person(&format!("{slug}.member")).await,
            member_ids: Default::default(),
            employee_ids: Default::default(),
            owner,
            organization,
        };
        staff.member_ids[0] = text(&founded["viewerMember"]["id"]);
        staff.employee_ids[0] = text(&founded["viewerMember"]["employee"]["id"]);
        staff.member_ids[1] = staff.join(app, &staff.hr, "hr", "HR").await;
        staff.member_ids[2] = staff.join(app, &staff.creator, "creator", "MEMBER").await;
        staff.member_ids[3] = staff.join(app, &staff.member, "member", "MEMBER").await;
        staff.employee_ids[1] = staff.employ(app, &staff.hr, &staff.member_ids[1], "STAFF").await;
        staff.employee_ids[2] = staff
            .employ(app, &staff.creator, &staff.member_ids[2], "CREATOR")
            .await;
        staff
    }

    /// Invites somebody and has them accept; gives their member id.
    pub async fn join(&self, app: &TestApp, person: &Person<'_>, name: &str, role: &str) -> String {
        self.owner
            .mutate(
                "inviteMember",
                json!({
                    "organizationId": self.organization,
                    "email": format!("{}.{name}@example.com", self.slug),
                    "displayName": name,
                    "accessRole": role,
                }),
                "memberInvitation { id }",
            )
            .await
            .payload();
        let token = app.mailed_token().await;
        let joined = person
            .mutate(
                "acceptMemberInvitation",
                json!({ "token": token }),
                "member { id }",
            )
            .await;
        text(&joined.payload()["member"]["id"])
    }

    /// Promotes a member all the way; gives their employee id.
    pub async fn employ(&self, app: &TestApp, person: &Person<'_>, member: &str, role: &str) -> String {
        let offered = self
            .owner
            .mutate(
                "promoteToEmployee",
                json!({ "memberId": member, "role": role, "compensationType": "COMMISSION" }),
                "employeeInvitation { id }",
            )
            .await;
        let invitation = text(&offered.payload()["employeeInvitation"]["id"]);
        let token = app.mailed_token().await;
        person
            .mutate(
                "acceptEmployeeInvitation",
                json!({ "token": token }),
                "employeeInvitation { status }",
            )
            .await
            .payload();
        let approved = self
            .owner
            .mutate("approveEmployee", json!({ "id": invitation }), "employee { id }")
            .await;
        app.deliver().await;
        text(&approved.payload()["employee"]["id"])
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// The same organization twice, with the same kinds of people and things in it.
#[derive(Debug)]
pub struct TwoOrganizations<'a> {
    /// One.
    pub a: Staff<'a>,
    /// The other.
    pub b: Staff<'a>,
}

impl<'a> TwoOrganizations<'a> {
    /// Founds both.
    pub async fn found(app: &'a TestApp) -> Self {
        Self {
            a: Staff::found(app, "alpha").await,
            b: Staff::found(app, "beta").await,
        }
    }
}
