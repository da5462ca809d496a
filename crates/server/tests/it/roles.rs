//! What groups of members may do, and who decides that.

use api::admin::{
    accounts::GetAccount,
    roles::{AdminRole, ChangeRole, CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole},
};
use client::Client;
use store::action_log;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

const EVERYBODY: &str = "-99";

fn named(name: &str) -> CreateRole {
    CreateRole {
        name: name.into(),
        ..CreateRole::default()
    }
}

fn with(position: i32, permissions: &[&str]) -> CreateRole {
    let permissions = permissions.iter().map(|it| (*it).to_owned());
    CreateRole {
        position: Some(position),
        permissions: Some(permissions.collect()),
        ..named("Helper")
    }
}

fn change(id: &str) -> UpdateRole {
    UpdateRole {
        id: id.into(),
        ..UpdateRole::default()
    }
}

async fn role(client: &Client, name: &str) -> Result<AdminRole, Box<dyn std::error::Error>> {
    let all = client.send(&ListRoles {}).await?;
    let found = all.into_iter().find(|it| it.name == name);
    Ok(found.expect("there is one"))
}

async fn give(client: &Client, to: &Person, role_id: &str) -> Result<AdminRole, client::Error> {
    let request = ChangeRole {
        id: to.id(),
        role_id: role_id.into(),
    };
    client.send(&request).await
}

fn not_allowed() -> (u16, String) {
    (403, "This action is not allowed".into())
}

#[tokio::test]
async fn roles_are_listed_with_the_highest_first_and_what_they_allow() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;

    let all = admin.send(&ListRoles {}).await?;

    let names: Vec<_> = all.iter().map(|it| (&*it.name, it.position)).collect();
    let expected = [("Owner", 1000), ("Admin", 100), ("Moderator", 10), ("", -1)];
    assert_eq!(names, expected);
    assert_eq!(all[0].permissions, ["administrator"]);
    assert_eq!(all[0].effective_permissions, "8388607");
    assert_eq!(all[2].effective_permissions, "1115420");
    assert!(!all[2].permissions.contains(&"invite_users".to_owned()));
    let everybody = admin
        .send(&GetRole {
            id: EVERYBODY.into(),
        })
        .await?;
    assert_eq!(everybody.permissions, ["invite_users"]);
    assert_eq!(Some(&everybody), all.last());
    Ok(())
}

#[tokio::test]
async fn a_role_is_made_changed_and_done_away_with_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?.client;
    let ann = server.member("ann")?;
    let wanted = CreateRole {
        color: Some("1D7d46".into()),
        highlighted: Some(true),
        require_2fa: Some(false),
        collection_limit: Some(3),
        ..with(20, &["manage_users", "16"])
    };

    let made = owner.send(&wanted).await?;

    assert_eq!((&*made.name, &*made.color), ("Helper", "#1D7d46"));
    assert_eq!((made.position, made.collection_limit), (20, 3));
    assert_eq!(made.permissions, ["manage_reports", "manage_users"]);
    assert_eq!(made.effective_permissions, "66576");
    give(&owner, &ann, &made.id).await?;
    let account = ann.client.send(&GetAccount { id: ann.id() }).await?;
    assert_eq!(account.role.map(|it| it.name), Some("Helper".into()));
    let update = UpdateRole {
        name: Some("Guide".into()),
        permissions: Some(Vec::new()),
        ..change(&made.id)
    };
    let changed = owner.send(&update).await?;
    assert_eq!((&*changed.name, changed.position), ("Guide", 20));
    assert!(changed.permissions.is_empty() && changed.highlighted);
    assert_eq!(
        refusal(ann.client.send(&GetAccount { id: ann.id() }).await),
        not_allowed()
    );
    owner
        .send(&DeleteRole {
            id: made.id.clone(),
        })
        .await?;
    let account = owner.send(&GetAccount { id: ann.id() }).await?;
    assert_eq!(account.role.map(|it| it.id), Some(EVERYBODY.into()));
    let gone = refusal(
        owner
            .send(&GetRole {
                id: made.id.clone(),
            })
            .await,
    );
    assert_eq!(gone, (404, "Record not found".into()));
    let log = action_log::about(&mut server.tx()?, "UserRole", made.id.parse()?)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.human_identifier))
        .collect();
    assert_eq!(
        log,
        [
            ("create", "Helper"),
            ("update", "Helper"),
            ("destroy", "Guide")
        ]
    );
    let log = action_log::about(&mut server.tx()?, "User", ann.id)?;
    assert_eq!(log.last().map(|it| &*it.action), Some("change_role"));
    Ok(())
}

#[tokio::test]
async fn all_that_is_wrong_with_a_role_is_said_at_once() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?.client;
    let wrong = CreateRole {
        color: Some("red".into()),
        permissions: Some(vec!["fly".into()]),
        collection_limit: Some(-1),
        ..named(" ")
    };

    let (status, text) = refusal(owner.send(&wrong).await);

    let expected = "Validation failed: Name can't be blank, Color is invalid, Permissions is not \
                    included in the list, Collection limit must be greater than or equal to 0";
    assert_eq!((status, &*text), (422, expected));
    assert_eq!(owner.send(&ListRoles {}).await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn nobody_makes_a_role_mightier_than_her_own() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let above = "Validation failed: Position is above that of your own role";
    let more = "Validation failed: Permissions include some that your own role does not have";

    let high = refusal(admin.send(&with(101, &[])).await);
    let strong = refusal(admin.send(&with(5, &["view_devops"])).await);
    let all = refusal(admin.send(&with(5, &["administrator"])).await);
    let peer = admin.send(&with(100, &["manage_roles"])).await?;
    let lower = admin.send(&with(99, &["manage_users"])).await?;

    assert_eq!(high, (422, above.into()));
    assert_eq!(strong, (422, more.into()));
    assert_eq!(all, (422, more.into()));
    let renamed = UpdateRole {
        name: Some("Peers".into()),
        ..change(&peer.id)
    };
    assert_eq!(refusal(admin.send(&renamed).await), not_allowed());
    let delete = DeleteRole { id: peer.id };
    assert_eq!(refusal(admin.send(&delete).await), not_allowed());
    let raised = UpdateRole {
        position: Some(101),
        ..change(&lower.id)
    };
    assert_eq!(refusal(admin.send(&raised).await), (422, above.into()));
    let owners = role(&admin, "Owner").await?;
    assert_eq!(
        refusal(admin.send(&change(&owners.id)).await),
        not_allowed()
    );
    Ok(())
}

#[tokio::test]
async fn of_ones_own_role_only_the_looks_can_be_changed() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let own = role(&admin, "Admin").await?;
    let text = "cannot be changed in your own role";

    let power = UpdateRole {
        permissions: Some(vec!["manage_roles".into()]),
        position: Some(99),
        require_2fa: Some(true),
        ..change(&own.id)
    };
    let refused = refusal(admin.send(&power).await);
    let looks = UpdateRole {
        name: Some("Crew".into()),
        color: Some("#fff".into()),
        highlighted: Some(false),
        collection_limit: Some(0),
        ..change(&own.id)
    };
    let changed = admin.send(&looks).await?;

    let expected =
        format!("Validation failed: Permissions {text}, Position {text}, Require 2FA {text}");
    assert_eq!(refused, (422, expected));
    assert_eq!((&*changed.name, &*changed.color), ("Crew", "#fff"));
    assert_eq!(changed.permissions, own.permissions);
    let delete = DeleteRole { id: own.id };
    assert_eq!(refusal(admin.send(&delete).await), not_allowed());
    Ok(())
}

#[tokio::test]
async fn everybody_may_invite_and_no_more() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let owner = server.staff("owner", "Owner")?.client;
    let allow = |words: &[&str]| UpdateRole {
        permissions: Some(words.iter().map(|it| (*it).to_owned()).collect()),
        ..change(EVERYBODY)
    };
    let named = UpdateRole {
        name: Some("All".into()),
        position: Some(3),
        ..change(EVERYBODY)
    };

    let nothing = admin.send(&allow(&[])).await?;
    let most = owner
        .send(&allow(&["invite_users", "invite_bypass_approval"]))
        .await?;
    let (too_much, _) = refusal(owner.send(&allow(&["manage_reports"])).await);
    let (moved, _) = refusal(owner.send(&named).await);

    assert!(nothing.permissions.is_empty());
    assert_eq!(most.permissions, ["invite_users", "invite_bypass_approval"]);
    assert_eq!((too_much, moved), (422, 422));
    let delete = DeleteRole {
        id: EVERYBODY.into(),
    };
    assert_eq!(refusal(owner.send(&delete).await), not_allowed());
    Ok(())
}

#[tokio::test]
async fn a_role_is_given_to_those_below_and_is_no_higher_than_ones_own() -> Test {
    let server = Server::start().await?;
    let (admin, peer) = (
        server.staff("admin", "Admin")?,
        server.staff("peer", "Admin")?,
    );
    let (moderator, ann) = (server.staff("mod", "Moderator")?, server.member("ann")?);
    let far = server.remote("bob", "far.example")?;
    let client = &admin.client;
    let [owners, admins, moderators] = [
        role(client, "Owner").await?,
        role(client, "Admin").await?,
        role(client, "Moderator").await?,
    ];

    let above = refusal(give(client, &ann, &owners.id).await);
    let unknown = refusal(give(client, &ann, "4711").await);
    assert_eq!(
        above,
        (422, "Validation failed: Role is above your own".into())
    );
    assert_eq!(
        unknown,
        (422, "Validation failed: Role does not exist".into())
    );
    give(client, &ann, &moderators.id).await?;
    let given = give(client, &ann, &admins.id).await?;
    assert_eq!(given.name, "Admin");
    for person in [&ann, &peer, &admin] {
        assert_eq!(
            refusal(give(client, person, EVERYBODY).await),
            not_allowed()
        );
    }
    give(client, &moderator, EVERYBODY).await?;
    give(client, &moderator, EVERYBODY).await?;
    let request = ChangeRole {
        id: far.id.to_string(),
        role_id: moderators.id.clone(),
    };
    assert_eq!(
        refusal(client.send(&request).await),
        (403, "Forbidden".into())
    );
    let log = action_log::about(&mut server.tx()?, "User", moderator.id)?;
    let by: Vec<_> = log.iter().map(|it| (&*it.action, it.account_id)).collect();
    assert_eq!(by, [("change_role", None), ("change_role", Some(admin.id))]);
    assert_eq!(
        refusal(give(&moderator.client, &ann, EVERYBODY).await),
        not_allowed()
    );
    Ok(())
}

#[tokio::test]
async fn who_does_not_manage_roles_does_not_see_them_either() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;

    assert_eq!(refusal(moderator.send(&ListRoles {}).await), not_allowed());
    assert_eq!(refusal(moderator.send(&named("Mine")).await), not_allowed());
    Ok(())
}
