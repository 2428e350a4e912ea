//! The list of users.

use super::{Role, UserStanding, UserView};
use crate::list::{ListFilter, ListQuery, ListSchema, Names, Row, Value, columns, filters};
use crate::shared::problem::FieldError;

/// What can be asked of the list of users.
pub const USER_LIST: ListSchema = ListSchema {
    noun: "users",
    path: "/admin/users",
    usual_sort: "full_name",
    columns: columns! {
        "full_name" Text "Nom" / "Name" shown sortable;
        "email" Text "E-mail" / "Email" shown;
        "role" Word "Rôle" / "Role" shown;
        "standing" State "État" / "Status" shown;
        "language" Word "Langue" / "Language";
        "invited_at" Instant "Invité le" / "Invited on";
        "created_at" Instant "Créé le" / "Created on" shown sortable;
        "updated_at" Instant "Modifié le" / "Updated on";
    },
    filters: filters! {
        "role" Word(Role) "Rôle" / "Role";
        "standing" Word(UserStanding) "État" / "Status";
    },
};

/// Which users a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those who stand so.
    pub standing: Option<UserStanding>,
}

impl ListFilter for UserFilter {
    const SCHEMA: &'static ListSchema = &USER_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self { role: query.word("role", Role::parse), standing: query.word("standing", UserStanding::parse) })
    }
}

impl Row for UserView {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        match key {
            "full_name" => Value::Text(self.full_name.clone()),
            "email" => Value::Text(self.email.clone()),
            "role" => Value::word(self.role, self.role.code()),
            "standing" => Value::word(self.standing(), self.standing().code()),
            "language" => Value::word(self.language, self.language.code()),
            "invited_at" => self.invited_at.map_or(Value::Nothing, Value::Instant),
            "created_at" => Value::Instant(self.created_at),
            "updated_at" => Value::Instant(self.updated_at),
            _ => Value::Nothing,
        }
    }
}
