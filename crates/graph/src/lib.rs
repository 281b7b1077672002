//! Every GraphQL output type, its field resolvers and loaders. What is shown, not how it is changed.
//!
//! Output types refer to one another in circles, so they live in one crate. Inputs, payloads and root fields live in
//! `gateway`.

mod base;
mod commerce;
mod content;
mod finance;
mod governance;
mod identity;
mod learning;
mod people;

pub use base::{
    Ahead, AnswerInText, CurrencyCode, Date, DateTime, Decimal, Html, Image, LanguageTag, LiveRequest, Money,
    Node, OrgView, PageInfo, RequestContext, UserError, UserErrorCode, UserErrors, connection_cost, error,
    fault, forbidden, node_by_id, nodes_by_id, not_found, page_arguments, page_error, target_of,
    unauthenticated, unfold, write_json,
};
pub use commerce::{
    DiscountKind, Dispute, DisputeConnection, DisputeEdge, DisputeFilter, DisputeStatus, GiftCard,
    GiftCardConnection, GiftCardEdge, GiftCardFilter, GiftCardKind, GiftCardUse, GiftCardUseConnection,
    GiftCardUseEdge, Offer, OfferConnection, OfferEdge, OfferFilter, OfferNotApplied, Order, OrderAction,
    OrderConnection, OrderDiscount, OrderEdge, OrderFilter, OrderLine, OrderOrder, OrderOrderField,
    OrderParts, OrderStatus, Payment, PaymentProvider, PaymentStatus, Price, Product, ProductConnection,
    ProductEdge, ProductFilter, ProductOrder, ProductOrderField, ProductStatus, Quote, QuoteDiscount,
    QuoteGiftCard, QuoteLine, QuoteLineAmounts, QuoteOffer, QuoteUnusedOffer, Refund, RefundConnection,
    RefundEdge, RefundFilter, RefundLine, RefundParts, RefundStatus, RefundTender, TaxRate,
    TaxRateConnection, TaxRateEdge, TaxRateFilter, TenderKind, Variant,
};
pub use content::{
    AnswerReveal, Category, Chapter, ContentStatus, Course, CourseAction, CourseAuthoring, CourseConnection,
    CourseEdge, CourseFilter, CourseLevel, CourseOrder, CourseOrderField, CourseStatus, File, Lesson,
    LessonContent, LessonKind, LessonLock, OptionDraft, QuestionDraft, QuestionKind, Quiz, QuizDraft,
    QuizOption, QuizQuestion, Tag, file_by_id,
};
pub use finance::{
    Attribution, AttributionConnection, AttributionEdge, AttributionFilter, AttributionKind, Earning,
    EarningConnection, EarningDifference, EarningEdge, EarningFilter, EarningsByProduct, EarningsOverview,
    EarningsTotal, FeeSchedule, FeeScheduleConnection, FeeScheduleEdge, LedgerAccount, LedgerAccountCode,
    LedgerAccountKind, LedgerPosting, LedgerTransaction, LedgerTransactionConnection, LedgerTransactionEdge,
    LedgerTransactionFilter, LedgerTransactionKind, Payout, PayoutConnection, PayoutEdge, PayoutFilter,
    PayoutRun, PayoutRunConnection, PayoutRunEdge, PayoutStatus, PayoutVerification, RefundedFeeBearer,
    Revenue, RevenuePool, RevenuePoolInterval, RevenueTotals, TrialBalance, TrialBalanceLine, UnpaidEarnings,
    VerificationResult, verify_payout,
};
pub use governance::{
    Capacity, Event, EventAction, EventConnection, EventEdge, EventFilter, WebhookDelivery,
    WebhookDeliveryConnection, WebhookDeliveryEdge, WebhookDeliveryFilter, WebhookDeliveryStatus,
    WebhookEndpoint, WebhookEndpointConnection, WebhookEndpointEdge, WebhookEndpointStatus, WebhookEvent,
    follow_events,
};
pub use identity::{
    Ban, Disclosure, JobProfile, LoginAttempt, LoginAttemptConnection, LoginAttemptEdge, LoginAttemptFilter,
    LoginFailure, PlatformRole, Profile, ProfileKind, Session, SessionConnection, SessionEdge,
    SessionTransport, User, UserConnection, UserEdge, UserFilter, Viewer, user_connection,
};
pub use learning::{
    AttemptQuestion, AttemptResult, AttemptStatus, Certificate, CertificateStatus, CertificateVerification,
    CourseRating, CourseRatingConnection, CourseRatingEdge, CourseRatingFilter, CredentialStatus,
    CredentialVerification, EarlyUnlock, Enrollment, EnrollmentAction, EnrollmentConnection, EnrollmentEdge,
    EnrollmentFilter, EnrollmentOrder, EnrollmentOrderField, EnrollmentSource, EnrollmentStatus,
    LearningOverview, LearningProgress, LessonProgress, MemberPoints, PointEntry, PointEntryConnection,
    PointEntryEdge, PointKind, PublicUrl, QuizAttempt, Rank, WatchedSegment, credential, verify_certificate,
    verify_credential,
};
pub use people::{
    AccessRole, AccessRoleDefinition, Compensation, CompensationType, CustomerType, Employee, EmployeeAction,
    EmployeeConnection, EmployeeEdge, EmployeeFilter, EmployeeInvitation, EmployeeInvitationAction,
    EmployeeInvitationConnection, EmployeeInvitationEdge, EmployeeInvitationFilter, EmployeeInvitationStatus,
    EmployeeOrder, EmployeeOrderField, EmployeeStatus, HeldPermission, InvitationPreview, Member,
    MemberAction, MemberConnection, MemberEdge, MemberFilter, MemberInvitation, MemberInvitationAction,
    MemberInvitationConnection, MemberInvitationEdge, MemberInvitationFilter, MemberInvitationStatus,
    MemberOrder, MemberOrderField, MemberStatus, OrderDirection, Organization, OrganizationConnection,
    OrganizationEdge, OrganizationFilter, OrganizationRateLimit, OrganizationSettings, Permission,
    PermissionGrant, PermissionScope, Plan, TaxRounding, Theme, UsualRateLimit, WorkRole, WorkRoleDefinition,
    invitation_preview, organization_connection, role_definitions, work_role_definitions,
};
