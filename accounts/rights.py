"""Who of the staff may do what to whom: nobody gains rights, or sees photos, by way of somebody else's account."""

from accounts.models import User


def gives_rights(staff: User) -> bool:
    """Whether these staff decide who may do what: whoever may change groups."""
    return staff.has_perm("auth.change_group")


def above(person: User, staff: User) -> bool:
    """Whether changing `person` (a new password, say) would give `staff` rights that they have not."""
    if staff.is_superuser or person == staff:
        return False
    return person.is_superuser or (person.is_staff and not gives_rights(staff))


def takes_over(staff: User) -> bool:
    """Whether these staff may set people's passwords and addresses: with either one signs in as them, and sees their
    photos. Support, who look after accounts and not photos, may not.
    """
    return gives_rights(staff)
