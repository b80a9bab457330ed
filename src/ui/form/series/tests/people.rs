//! Who comes: the client, a child of theirs, or somebody without a name.

use super::*;

/// The salon with Anna's children.
fn with_children() -> Salon {
    let mut salon = salon();
    for child in ["Mia", "Tom"] {
        salon.companion(child);
    }
    salon
}

#[test]
fn a_service_can_be_for_a_child_of_the_client() {
    let mut form = filled(with_children());
    form.click(Role::Button, "Add a service");
    form.write("Service 2", "cut");
    form.press(Key::Enter);
    form.click(Role::Button, "More for service 2");
    form.click(Role::MenuItem, "For another person");
    form.choose("For 2", "Mia");
    form.check_names();
    form.picture("form-for-whom");
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    let book = form.harness.state().salon.book.clone();
    let whom: Vec<String> = draft
        .lines
        .iter()
        .map(|line| match &line.visitor {
            Some(Who::Known(id)) => book.visitors().get(*id).unwrap().name(),
            _ => String::new(),
        })
        .collect();
    assert_eq!(whom, ["", "Mia"]);
}

#[test]
fn a_child_can_come_instead_of_the_client_and_comes_back_in_the_form() {
    let mut form = filled(with_children());
    form.choose("Who of them comes", "Tom");
    form.click(Role::Button, "More for service 1");
    form.click(Role::MenuItem, "For another person");
    form.click(Role::ComboBox, "For");
    assert_eq!(
        form.names(Role::ListBoxOption),
        ["Tom", "Mia"],
        "who comes, and who else there is"
    );
    form.press(Key::Escape);
    form.click(Role::Button, "More for service 1");
    form.click(Role::MenuItem, "For who comes");
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert!(draft.visitor.is_some() && draft.lines[0].visitor.is_none());
    let mut salon = with_children();
    let series = salon.create(draft);
    let form = opened(salon, &FormStart::Edit(series));
    let node = form.harness.get_by_role_and_label(Role::ComboBox, "Who of them comes");
    let node = egui_kittest::kittest::NodeT::accesskit_node(&node);
    assert_eq!(node.value().as_deref(), Some("Tom"));
}

#[test]
fn a_single_appointment_may_be_for_somebody_without_a_name() {
    let mut form = filled(salon());
    form.click(Role::RadioButton, "Does not repeat");
    form.write("Who comes", "");
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert_eq!((draft.client, draft.rule), (None, None));
}
